namespace Picard.Gen.Generators.Tests;

/// <summary>The sources of a project large enough to have its routes and its JSON shapes in several files each: a file for each handler and each type.</summary>
internal static class LargeProject
{
    public const int Handlers = 120;
    public const int Types = 240;

    public const string App = "using Picard; namespace Shop; [Application] public partial class App;";

    /// <summary>The application, then the handlers, then the types, then a file that is neither.</summary>
    public static string[] Sources =>
        [App, .. Enumerable.Range(0, Handlers).Select(Handler), .. Enumerable.Range(0, Types).Select(Type), "namespace Shop; public class Other { public int One() => 1; }"];

    /// <summary>The index of the source of a handler.</summary>
    public static int HandlerAt(int number) => 1 + number;

    /// <summary>The index of the source of a type.</summary>
    public static int TypeAt(int number) => 1 + Handlers + number;

    /// <summary>The index of the source that is neither.</summary>
    public static int Other => 1 + Handlers + Types;

    // Half of them begin with literals of their own, the other half alike.
    private static string Handler(int i) => $$"""
        using Picard;
        namespace Shop;
        [Handler] public partial class H{{i}}
        {
            [Get("{{(i % 2 == 0 ? "" : "/api/v1")}}/h{{i}}")] string Index() { return "index {{i}}"; }
            [Get("{{(i % 2 == 0 ? "" : "/api/v1")}}/h{{i}}/{id:int}")] string One(int id) { return "one {{i}} " + id; }
            [Put("{{(i % 2 == 0 ? "" : "/api/v1")}}/h{{i}}/{id:int}")] T{{i}} Put(int id, T{{i + Handlers}} content) { return new T{{i}}(id, content); }
        }
        """;

    private static string Type(int i) => i < Handlers
        ? $"namespace Shop; public sealed record T{i}(int Id, T{i + Handlers} Inner);"
        : $"namespace Shop; public sealed record T{i}(string Name) {{ public int Twice() {{ return 2 * Name.Length; }} }}";
}
