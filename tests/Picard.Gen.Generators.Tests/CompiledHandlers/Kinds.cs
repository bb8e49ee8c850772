using System.Globalization;
using System.Net;
using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class KindsApplication;

/// <summary>A type that parses itself from a string and from nothing else.</summary>
public readonly record struct Tenant(string Name) : IParsable<Tenant>
{
    public static Tenant Parse(string s, IFormatProvider? provider) => throw new FormatException();

    public static bool TryParse(string? s, IFormatProvider? provider, out Tenant result)
    {
        result = new Tenant(s ?? "");
        return s is not null && s.All(char.IsAsciiLetter);
    }

    public override string ToString() => Name;
}

/// <summary>A class that parses itself from characters.</summary>
public sealed record Label(string Text) : ISpanParsable<Label>
{
    public static Label Parse(string s, IFormatProvider? provider) => throw new FormatException();

    public static Label Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => throw new FormatException();

    public static bool TryParse(string? s, IFormatProvider? provider, out Label result) => TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Label result)
    {
        result = new Label(s.ToString());
        return !s.Contains('!');
    }

    public override string ToString() => Text;
}

/// <summary>Every kind of value, alone, with a question mark, in an array, and with a question mark in an array.</summary>
[Handler(Application = typeof(KindsApplication))]
internal sealed partial class Kinds
{
    [Get("/string")] private string A(string v) => Show(v);
    [Get("/string/optional")] private string B(string? v) => Show(v);
    [Get("/string/array")] private string C(string[] v) => Show(v);
    [Get("/string/array/optional")] private string D(string[]? v) => Show(v);

    [Get("/bool")] private string A(bool v) => Show(v);
    [Get("/bool/optional")] private string B(bool? v) => Show(v);
    [Get("/bool/array")] private string C(bool[] v) => Show(v);
    [Get("/bool/optional/array")] private string D(bool?[] v) => Show(v);

    [Get("/int")] private string A(int v) => Show(v);
    [Get("/int/optional")] private string B(int? v) => Show(v);
    [Get("/int/array")] private string C(int[] v) => Show(v);
    [Get("/int/optional/array")] private string D(int?[] v) => Show(v);

    [Get("/decimal")] private string A(decimal v) => Show(v);
    [Get("/decimal/optional")] private string B(decimal? v) => Show(v);
    [Get("/decimal/array")] private string C(decimal[] v) => Show(v);
    [Get("/decimal/optional/array")] private string D(decimal?[] v) => Show(v);

    [Get("/guid")] private string A(Guid v) => Show(v);
    [Get("/guid/optional")] private string B(Guid? v) => Show(v);
    [Get("/guid/array")] private string C(Guid[] v) => Show(v);
    [Get("/guid/optional/array")] private string D(Guid?[] v) => Show(v);

    [Get("/address")] private string A(IPAddress v) => Show(v);
    [Get("/address/optional")] private string B(IPAddress? v) => Show(v);
    [Get("/address/array")] private string C(IPAddress[] v) => Show(v);
    [Get("/address/array/optional")] private string D(IPAddress[]? v) => Show(v);

    [Get("/date")] private string A(DateOnly v) => Show(v);
    [Get("/date/optional")] private string B(DateOnly? v) => Show(v);
    [Get("/date/array")] private string C(DateOnly[] v) => Show(v);
    [Get("/date/optional/array")] private string D(DateOnly?[] v) => Show(v);

    [Get("/label")] private string A(Label v) => Show(v);
    [Get("/label/optional")] private string B(Label? v) => Show(v);
    [Get("/label/array")] private string C(Label[] v) => Show(v);
    [Get("/label/array/optional")] private string D(Label[]? v) => Show(v);

    [Get("/tenant")] private string A(Tenant v) => Show(v);
    [Get("/tenant/optional")] private string B(Tenant? v) => Show(v);
    [Get("/tenant/array")] private string C(Tenant[] v) => Show(v);
    [Get("/tenant/optional/array")] private string D(Tenant?[] v) => Show(v);

    [Get("/enum")] private string A(Colour v) => Show(v);
    [Get("/enum/optional")] private string B(Colour? v) => Show(v);
    [Get("/enum/array")] private string C(Colour[] v) => Show(v);
    [Get("/enum/optional/array")] private string D(Colour?[] v) => Show(v);

    [Get("/default")] private string E(int v = 7) => Show(v);
    [Get("/named")] private string F([Query("the name")] string v) => Show(v);
    [Get("/header")] private string G([Header("x-value")] string v) => Show(v);
    [Get("/header/optional")] private string H([Header] string? accept = null) => Show(accept);
    [Get("/header/array")] private string I([Header("x-value")] int[] v) => Show(v);
    [Get("/header/int")] private string J([Header("x-value")] int v) => Show(v);

    private static string Show<T>(T? value) => value switch
    {
        null => "null",
        Array array => $"[{string.Join("|", array.Cast<object?>().Select(static o => Show(o)))}]",
        DateOnly date => date.ToString("o", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
