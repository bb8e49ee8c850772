using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>Emitted shapes, looked at as text and compiled with every warning counted.</summary>
public sealed class ShapeSourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        """;

    [Fact]
    public void Orders()
    {
        var run = GeneratorRun.Over("""
            using System;
            using System.Collections.Generic;
            using System.Text.Json.Serialization;
            using Picard;

            namespace Shop;

            [Application] public partial class App;

            public enum State { Open, Paid }

            public sealed record Line(string Article, int Count = 1);

            public sealed class Order
            {
                public required Guid Id { get; init; }
                public State State { get; set; } = State.Paid;
                [JsonPropertyName("lines")] public List<Line> Items { get; init; } = [];
                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; set; }
            }

            public sealed record Page<T>(IReadOnlyList<T> Items, int Total);

            [Handler]
            public partial class Orders
            {
                [Get("/orders")] private Page<Order> All() => new([], 0);
                [Post("/orders")] private Order Add(Order order) => order;
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Theory]
    [InlineData("public abstract class Dto { public int X { get; set; } }")]
    [InlineData("public interface Dto { int X { get; set; } }")]
    [InlineData("public class Dto { private Dto() { } public int X { get; set; } }")]
    [InlineData("public class Dto { public Dto(int x) { } public Dto(string y) { } public int X { get; set; } }")]
    [InlineData("public class Dto { public Dto(int other) { } public int X { get; set; } }")]
    [InlineData("public class Dto { private const int One = 1; public Dto(int x = One) { X = x; } public int X { get; set; } }")]
    [InlineData("public class Dto { public System.ReadOnlySpan<byte> Raw => default; public ref int Ref => throw null!; public int X; }")]
    [InlineData("public class Dto { public System.IO.Stream? Stream { get; set; } public (int, string) Pair { get; set; } public int[,]? Grid { get; set; } }")]
    [InlineData("public class Dto { public dynamic? Any { get; set; } public System.Action? Action { get; set; } public nint Native { get; set; } }")]
    [InlineData("[System.Obsolete] public class Dto { [System.Obsolete] public int X { get; set; } [System.Obsolete(\"no\", true)] public int Y { get; set; } }")]
    [InlineData("public class Dto { public int reader { get; set; } public int value { get; set; } public int @class { get; set; } public int Name { get; set; } public int name { get; set; } }")]
    [InlineData("public class Dto { public Dto? Shape { get; set; } public Dto? Instance { get; set; } public int None { get; set; } public int Write { get; set; } public Read? Read { get; set; } } public class Read { }")]
    [InlineData("public partial class Dto { public Dto? A { get; init; } = null; } public partial class Dto { public Dto? B { get; init; } = null; }")]
    [InlineData("public class Dto : System.Collections.Generic.List<int> { }")]
    [InlineData("public class Dto : Unknown.Base { public int X { get; set; } } namespace Unknown { public class Base { public int Y { get; set; } } }")]
    [InlineData("public class Dto { public Other.Dto? Inner { get; set; } } namespace Other { public class Dto { public int X { get; set; } } }")]
    [InlineData("public record Dto(int X) { public int X { get; } = X; public Dto(string text) : this(text.Length) { } }")]
    [InlineData("public record struct Dto(int X = 3, Dto[]? More = null);")]
    [InlineData("public class Dto { public Box<Dto>? Box { get; set; } public Box<int?>? Numbers { get; set; } } public class Box<T> where T : new() { public T? Value { get; init; } = new(); }")]
    [InlineData("public class Dto { public Limited<Dto>? Limited { get; set; } } public class Limited<T> where T : class { public T? Value { get; init; } }")]
    [InlineData("public class Dto { public Tied<string>? Tied { get; set; } } public class Tied<T> where T : System.IComparable<T> { public T? Value { get; init; } }")]
    [InlineData("public class Dto { public Outer<int>.Inner? Inner { get; set; } } public class Outer<T> { public class Inner { public T? Value { get; set; } } }")]
    [InlineData("public class Dto { public Outer.Inner? Inner { get; set; } } public class Outer { public class Inner { public Sibling? S { get; set; } } public enum Sibling { A } private class Hidden { } }")]
    [InlineData("public class Dto { internal Dto() { } public int X { get; private protected set; } protected int Y { get; set; } }")]
    [InlineData("public class Dto { [System.Text.Json.Serialization.JsonInclude] internal int X { get; set; } [System.Text.Json.Serialization.JsonIgnore] public int Y { get; set; } }")]
    public void Declaration_OfAnyKind_CompilesToAShape(string declaration)
    {
        var run = GeneratorRun.Over(App, $$"""
            using Picard;
            namespace Shop
            {
                {{declaration}}
                [Handler] public partial class H
                {
                    [Get("/")] System.Collections.Generic.List<Dto> A() => [];
                    [Post("/")] string B(System.Collections.Generic.Dictionary<string, Dto> content) => "";
                }
            }
            """);
        Assert.Null(run.Result.Results.Single().Exception);

        // What the compiler says of the user's own use of the obsolete is the user's.
        Assert.DoesNotContain(run.Problems(), static d => d.Id is not ("CS0612" or "CS0618") || (d.Location.SourceTree!.FilePath.EndsWith(".Json.g.cs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("public class H2 { private sealed record Dto(int X); }", "Dto")]
    [InlineData("file record Dto(int X);", "Dto")]
    public void Type_ThatCannotBeNamed_HasNoShape(string declaration, string name)
    {
        var run = GeneratorRun.Over(App, $"namespace Shop; {declaration}", "using Picard; namespace Shop; [Handler] public partial class H { [Get(\"/\")] int[] A() => []; }");
        Assert.DoesNotContain(run.HintNames, hint => hint.Contains(name, StringComparison.Ordinal));
        Assert.Empty(run.Problems());
    }

    [Fact]
    public void Content_WithoutAShape_FailsTheBuildWithTheReason()
    {
        var run = GeneratorRun.Over(App, "using Picard; namespace Shop; [Handler] public partial class H { [Post(\"/\")] string A(System.IO.Stream content) => \"\"; }");
        var problem = Assert.Single(run.Problems());
        Assert.Equal("CS0619", problem.Id);
        Assert.Contains("No JSON shape is known for this type", problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void TypeOfAReference_GetsItsShapeHere()
    {
        var library = Library("""
            using System.Collections.Generic;
            namespace Contracts;
            public enum Kind { A, B }
            public class Root { public int Id { get; set; } }
            public record Part(string Name, Kind Kind);
            public class Customer : Root { public required string Name { get; init; } public List<Part> Parts { get; init; } = [new("p", Kind.B)]; public Box<Part>? Box { get; set; } }
            public class Box<T> { public T? Value { get; set; } }
            """);
        var run = GeneratorRun.OverReferences([library], App, """
            using System.Collections.Generic;
            using Contracts;
            using Picard;
            namespace Shop;
            public class Mine : Customer { public Part? Extra { get; set; } }
            [Handler] public partial class H
            {
                [Get("/")] List<Customer> All() => [];
                [Post("/")] string Add(Mine mine) => mine.Name;
                [Put("/")] System.DayOfWeek Day(Contracts.Box<int> box) => default;
            }
            """);
        Assert.Empty(run.Problems());
        Assert.Contains("Contracts.Customer.Json.g.cs", run.HintNames);
        Assert.Contains("Contracts.Part.Json.g.cs", run.HintNames);
        Assert.Contains("System.DayOfWeek.Json.g.cs", run.HintNames);
    }

    [Fact]
    public void TypeOfAReference_ThatHasItsShapeThere_GetsNoOther()
    {
        var first = GeneratorRun.Over("using Picard; namespace Contracts; public record Customer(int Id); [Application] public partial class A; [Handler] public partial class H { [Get(\"/\")] Customer A() => new(1); }");
        using var assembly = new MemoryStream();
        Assert.True(first.Output.Emit(assembly).Success);
        var run = GeneratorRun.OverReferences(
            [MetadataReference.CreateFromImage(assembly.ToArray())], App, "using Picard; namespace Shop; [Handler] public partial class H { [Get(\"/\")] Contracts.Customer[] A() => []; }");
        Assert.Empty(run.Problems());
        Assert.DoesNotContain(run.HintNames, static hint => hint.Contains("Customer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[Application, Json<Known>] public partial class App; [Handler] public partial class H", "")]
    [InlineData("[Application] public partial class App; [Handler, Json<Known>] public partial class H", "")]
    [InlineData("[Application] public partial class App; [Handler] public partial class H", ", Json<Known>")]
    public void Serializer_OfTheUsers_TakesThePlaceOfShapes(string declarations, string method)
    {
        var run = GeneratorRun.Over($$"""
            using System.Text.Json.Serialization;
            using Picard;
            namespace Shop;
            public class Known(System.Text.Json.JsonSerializerOptions? options) : JsonSerializerContext(options)
            {
                public static Known Default { get; } = new(null);
                protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
            }
            public record Dto(int X);
            public record struct Value(int X);
            {{declarations}}
            {
                [Get("/"){{method}}] Dto? A() => null;
                [Get("/value"){{method}}] System.Threading.Tasks.Task<Value?> B() => throw null!;
                [Post("/"){{method}}] string C(Dto dto) => "";
                [Put("/"){{method}}] string D(Value? value) => "";
            }
            """);
        Assert.Empty(run.Problems());
        Assert.DoesNotContain(run.HintNames, static hint => hint.EndsWith(".Json.g.cs", StringComparison.Ordinal));
        Assert.Contains("Shapes.From(", run.File("Shop.H.g.cs"), StringComparison.Ordinal);
    }

    private static PortableExecutableReference Library(string source)
    {
        using var assembly = new MemoryStream();
        var result = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, source).WithAssemblyName("Contracts").Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
