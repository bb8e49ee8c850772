using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Picard.Gen.Generators.Tests;

/// <summary>Seeded random values of any type of the corpus, edge cases included.</summary>
internal static class RandomValue
{
    private const int MaxDepth = 3;

    private static readonly string[] s_texts = ["", "a", "Ada", "ü", "\"quoted\\\"", "<script>&'+", "\u0000\u001f\n\t", "😀", "\u2028", new('x', 300)];

    public static object? Of(Type type, Random random, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return random.Next(3) == 0 ? null : Of(underlying, random, depth);
        }

        return Simple(type, random) ?? (type.IsArray ? Array(type.GetElementType()!, random, depth) : type.IsGenericType && Collection(type, random, depth) is { } collection ? collection : Object(type, random, depth));
    }

    private static object? Simple(Type type, Random random) => type switch
    {
        _ when type.IsEnum => random.Next(4) == 0 ? Enum.ToObject(type, random.Next(4)) : Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
        _ when type == typeof(string) => s_texts[random.Next(s_texts.Length)],
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(char) => "a ü<\"\u2028"[random.Next(6)],
        _ when type == typeof(sbyte) => (sbyte)random.Next(-128, 128),
        _ when type == typeof(byte) => (byte)random.Next(256),
        _ when type == typeof(short) => (short)random.Next(short.MinValue, short.MaxValue),
        _ when type == typeof(ushort) => (ushort)random.Next(ushort.MaxValue),
        _ when type == typeof(int) => random.Next(3) switch { 0 => int.MinValue, 1 => random.Next(10), _ => random.Next() },
        _ when type == typeof(uint) => (uint)random.NextInt64(uint.MaxValue),
        _ when type == typeof(long) => random.Next(3) == 0 ? long.MinValue : random.NextInt64(),
        _ when type == typeof(ulong) => random.Next(3) == 0 ? ulong.MaxValue : (ulong)random.NextInt64(),
        _ when type == typeof(float) => (float)(random.NextDouble() * Math.Pow(10, random.Next(-30, 30))),
        _ when type == typeof(double) => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        _ when type == typeof(decimal) => new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)),
        _ when type == typeof(Half) => (Half)(random.NextDouble() * 1000),
        _ when type == typeof(Int128) => (Int128)random.NextInt64() * -random.NextInt64(),
        _ when type == typeof(UInt128) => random.Next(3) == 0 ? UInt128.MaxValue : (UInt128)random.NextInt64(),
        _ when type == typeof(Guid) => new Guid(Octets(random, 16)),
        _ when type == typeof(DateTime) => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks) / (random.Next(2) == 0 ? 1 : 10_000_000) * 1, (DateTimeKind)random.Next(2)),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes(random.Next(-840, 840))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        _ when type == typeof(TimeOnly) => random.Next(2) == 0 ? new TimeOnly(random.Next(24), 5) : new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay)),
        _ when type == typeof(TimeSpan) => random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(100_000)) : TimeSpan.FromTicks(random.NextInt64() - (long.MaxValue / 2)),
        _ when type == typeof(Uri) => random.Next(2) == 0 ? new Uri("https://example.com/ü?q=1") : new Uri("/relative", UriKind.Relative),
        _ when type == typeof(Version) => new Version(random.Next(100), random.Next(100), random.Next(100)),
        _ when type == typeof(byte[]) => Octets(random, random.Next(20)),
        _ when type == typeof(Memory<byte>) => new Memory<byte>(Octets(random, random.Next(20))),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Octets(random, random.Next(20))),
        _ when type == typeof(Memory<int>) => new Memory<int>([1, 2, random.Next()]),
        _ when type == typeof(JsonElement) => JsonDocument.Parse("""{"a":[1,2.50,"x",null,{"b":true}]}""").RootElement,
        _ when type == typeof(JsonNode) => JsonNode.Parse("""[1,"x"]"""),
        _ when type == typeof(JsonObject) => new JsonObject { ["a"] = 1 },
        _ when type == typeof(JsonArray) => new JsonArray(1, "x"),
        _ when type == typeof(object) => random.Next(5) switch { 0 => 5, 1 => "text", 2 => true, 3 => 1.5m, _ => new Version(1, 2) },
        _ => null,
    };

    private static byte[] Octets(Random random, int count)
    {
        var octets = new byte[count];
        random.NextBytes(octets);
        return octets;
    }

    private static Array Array(Type item, Random random, int depth)
    {
        var array = System.Array.CreateInstance(item, random.Next(4));
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Of(item, random, depth + 1), i);
        }

        return array;
    }

    private static object? Collection(Type type, Random random, int depth)
    {
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            return Activator.CreateInstance(type, Of(arguments[0], random, depth), Of(arguments[1], random, depth));
        }

        if (!typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        if (arguments.Length == 2)
        {
            var members = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (var count = random.Next(4); count > 0; count--)
            {
                members[Of(arguments[0], random, depth + 1)!] = Of(arguments[1], random, depth + 1);
            }

            return type.Name.StartsWith("Immutable", StringComparison.Ordinal) ? Immutable(type, arguments, members, type.Name.StartsWith("ImmutableSorted", StringComparison.Ordinal) ? typeof(ImmutableSortedDictionary) : typeof(ImmutableDictionary))
                : type.IsAssignableFrom(members.GetType()) ? members
                : Activator.CreateInstance(type, members);
        }

        var items = Array(arguments[0], random, depth);
        if (type.Namespace == "System.Collections.Immutable")
        {
            var factory = type.Name switch
            {
                "ImmutableArray`1" => typeof(ImmutableArray),
                "ImmutableHashSet`1" => typeof(ImmutableHashSet),
                "ImmutableSortedSet`1" => typeof(ImmutableSortedSet),
                _ => typeof(ImmutableList),
            };
            return Immutable(type, arguments, items, factory);
        }

        var list = Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments), items)!;
        return type.IsAssignableFrom(list.GetType()) ? list
            : type.IsInterface ? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(arguments), items)
            : Activator.CreateInstance(type, list);
    }

    private static object Immutable(Type type, Type[] arguments, object items, Type factory) => factory.GetMethods()
        .First(m => m.Name == "CreateRange" && m.GetParameters().Length == 1 && m.GetGenericArguments().Length == arguments.Length && m.GetParameters()[0].ParameterType.Name == "IEnumerable`1")
        .MakeGenericMethod(arguments).Invoke(null, [items])!;

    private static object? Object(Type type, Random random, int depth)
    {
        if (depth > MaxDepth && !type.IsValueType)
        {
            return null;
        }

        var constructor = type.GetConstructors().OrderByDescending(static c => c.GetParameters().Length).FirstOrDefault();
        var value = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType, random, depth + 1))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0))
        {
            property.SetValue(value, random.Next(6) == 0 && !property.PropertyType.IsValueType ? null : Of(property.PropertyType, random, depth + 1));
        }

        return value;
    }
}
