namespace Picard.Gen.Analyzers.Tests;

public class MethodAnalyzerTests
{
    [Fact]
    public Task OrdinaryMethods_AreFine() => Check.Source<MethodAnalyzer>("""
        [Handler]
        partial class Users
        {
            [Get("/a"), Post("/a")] private string A(in int x, params string[] tags) => "";
            [Get("/b")] internal static Task<string> B() => null!;
            [Get("/c")] public virtual async ValueTask<string> C() => await B();
            [Fallback] string D() => "";
            void Helper<T>(ref T t) { }
        }
        """);

    [Fact]
    public Task RouteOutsideHandler_IsReported() => Check.Source<MethodAnalyzer>(
        """class Users { [Get("/")] string {|#0:Index|}() => ""; [Fallback] string {|#1:Any|}() => ""; }""",
        Check.Message(Rules.OutsideHandler, "'Users.Index' is marked [Get] but 'Users' is not marked [Handler], so no request reaches it"),
        Check.Message(Rules.OutsideHandler, "'Users.Any' is marked [Fallback] but 'Users' is not marked [Handler], so no request reaches it", 1));

    [Theory]
    [InlineData("interface IShop { [Get(\"/\")] Task<string> {|#0:Root|}(); }", "IShop", "Get")]
    [InlineData("partial interface IShop { [Delete(\"/{id}\")] Task {|#0:Root|}(int id); string Own() => \"\"; }", "IShop", "Delete")]
    [InlineData("partial interface IShop { [Get(\"/\")] Task<T> {|#0:Root|}<T>(); }", "IShop", "Get")]
    [InlineData("partial class Shop { [Post(\"/\")] partial void {|#0:Root|}(); }", "Shop", "Post")]
    public Task RequestOfAClientThatIsNotMarked_IsReportedOnce(string source, string type, string attribute) => Check.Source<MethodAnalyzer>(
        source,
        Check.Message(Rules.OutsideHandler, $"'{type}.Root' is marked [{attribute}] but '{type}' is not marked [Client], so no request is sent for it"));

    [Fact]
    public Task RouteOfAnInterface_ThatNoClientHas_IsReportedOnce() => Check.Source<MethodAnalyzer>(
        """interface IUsers { [Fallback] string {|#0:Any|}(); }""",
        Check.Message(Rules.OutsideHandler, "'IUsers.Any' is marked [Fallback] but 'IUsers' is not marked [Handler], so no request reaches it"));

    [Fact]
    public Task RequestsOfAClient_AreFine() => Check.Source<MethodAnalyzer>("""
        [Client("http://a")] partial interface IShop { [Get("/")] Task<string> Root(); }
        [Client("http://a")] partial class Shop { [Get("/")] partial void Root(); }
        """);

    [Theory]
    [InlineData("string {|#0:M|}<T>() => \"\";", "is generic")]
    [InlineData("string {|#0:M|}(ref int x) => \"\";", "takes 'x' by ref")]
    [InlineData("string {|#0:M|}(out int x) { x = 0; return \"\"; }", "has the out parameter 'x'")]
    [InlineData("string {|#0:M|}(ref readonly int x) => \"\";", "takes 'x' by ref readonly")]
    [InlineData("string {|#0:M|}(int a, ReadOnlySpan<byte> x) => \"\";", "takes the ref struct 'x'")]
    [InlineData("unsafe string {|#0:M|}(int* x) => \"\";", "takes the pointer 'x'")]
    [InlineData("unsafe string {|#0:M|}(delegate*<void> x) => \"\";", "takes the pointer 'x'")]
    [InlineData("private string? _f; ref string? {|#0:M|}() => ref _f;", "returns by reference")]
    [InlineData("Span<byte> {|#0:M|}() => default;", "returns the ref struct 'Span<byte>'")]
    [InlineData("partial void {|#0:M|}();", "has no body")]
    public Task UnsupportedMethod_IsReported(string method, string form)
    {
        var at = method.Contains("_f;", StringComparison.Ordinal) ? method.IndexOf("ref ", StringComparison.Ordinal) : 0;
        return Run($$"""[Handler] partial class Users { {{method[..at]}} [Get("/")] {{method[at..]}} }""", "Users.M", form);
    }

    [Fact]
    public Task AbstractMethod_IsReported() => Run("""[Handler] abstract partial class Users { [Get("/")] public abstract string {|#0:M|}(); }""", "Users.M", "is abstract");

    [Fact]
    public Task Accessor_IsReported() => Run("""[Handler] partial class Users { string P { [Get("/")] {|#0:get|} => ""; } }""", "Users.get_P", "is an accessor");

    [Fact]
    public Task Operator_IsReported() => Run(
        """[Handler] partial class Users { [Get("/")] public static Users operator {|#0:+|}(Users x) => x; }""", "Users.op_UnaryPlus", "is no ordinary method");

    [Fact]
    public Task ExplicitImplementation_IsReported() => Run(
        """interface I { string M(); } [Handler] partial class Users : I { [Get("/")] string I.{|#0:M|}() => ""; }""",
        "Users.I.M",
        "implements an interface explicitly");

    [Fact]
    public Task LocalFunction_IsReported() => Run(
        """[Handler] partial class Users { void Outer() { Local(); [{|#0:Get("/")|}] string Local() => ""; } }""", "Local", "is a local function");

    [Fact]
    public Task Lambda_IsReported() => Run(
        """[Handler] partial class Users { Func<string> _f = [{|#0:Get("/")|}] () => ""; }""", "lambda", "is a lambda expression");

    private static async Task Run(string source, string name, string form)
    {
        var test = new AnalyzerTest<MethodAnalyzer> { TestCode = "using System; using Picard;\n" + source };
        test.SolutionTransforms.Add((solution, id) => solution.WithProjectCompilationOptions(
            id, ((Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithAllowUnsafe(true)));
        test.ExpectedDiagnostics.Add(Check.Message(Rules.UnsupportedMethod, $"'{name}' is marked [Get] but {form}, so it cannot be called for a request"));
        await test.RunAsync();
    }
}
