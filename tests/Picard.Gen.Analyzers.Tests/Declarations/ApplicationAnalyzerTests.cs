namespace Picard.Gen.Analyzers.Tests;

public class ApplicationAnalyzerTests
{
    [Fact]
    public Task ServicesOfDifferentTypes_AreFine() => Check.Source<ApplicationAnalyzer>("""
        [Application]
        partial class App
        {
            [Provides] private readonly List<int> _numbers = [];
            [Provides] List<string> Texts { get; } = [];
            [Provides] static IList<int> Shared => [];
            List<int> _notProvided = [];
        }
        """);

    [Fact]
    public Task ServiceProvidedTwice_IsReported() => Check.Source<ApplicationAnalyzer>(
        "[Application] partial class App { [Provides] List<int> _a = []; [Provides] private List<int> {|#0:B|} => []; }",
        Check.Message(Rules.DuplicateService, "'App._a' and 'App.B' both provide 'List<int>', so a handler that asks for it could get either"));

    [Fact]
    public Task ServiceProvidedTwiceInTwoParts_IsReported() => Check.Sources<ApplicationAnalyzer>(
        ["[Application] partial class App { [Provides] List<int> _a = []; }", "partial class App { [Provides] List<int> {|PIC0009:_b|} = []; }"]);

    [Theory]
    [InlineData("class Store { [Provides] string {|#0:A|} => \"\"; }", "Store.A", "'Store' is not marked [Application]")]
    [InlineData("[Application] partial class App { [Provides] string {|#0:A|} { set { } } }", "App.A", "cannot be read")]
    [InlineData("[Application] partial class App { [Provides] string {|#0:this|}[int i] => \"\"; }", "App.this[]", "is an indexer")]
    public Task UnusableService_IsReported(string source, string name, string form) =>
        Check.Source<ApplicationAnalyzer>(source, Check.Message(Rules.UnusableService, $"'{name}' is marked [Provides] but {form}, so no handler can get it"));

    [Fact]
    public Task HandlerThatNamesAnApplication_IsFine() => Check.Source<ApplicationAnalyzer>("""
        [Application] partial class App { }
        [Handler(Application = typeof(App))] partial class Users { }
        """);

    [Fact]
    public Task HandlerThatNamesAnotherClass_IsReported() => Check.Source<ApplicationAnalyzer>(
        "class App { } [{|#0:Handler(Application = typeof(App))|}] partial class Users { }",
        Check.Message(Rules.NotAnApplication, "'Users' names 'App' as its application, which is not marked [Application], so no request reaches 'Users'"));

    [Fact]
    public Task DescriptionOfAnApplication_IsFine() => Check.Source<ApplicationAnalyzer>("""[Application, OpenApi(Path = "/docs/v1.json", Title = "Shop")] partial class App { }""");

    [Fact]
    public Task DescriptionOfNoApplication_IsReported() => Check.Source<ApplicationAnalyzer>(
        "[{|#0:OpenApi|}] partial class App { }",
        Check.Message(Rules.NothingToDescribe, "'App' is marked [OpenApi] but not [Application], so there is nothing to describe"));

    [Theory]
    [InlineData("/docs/{version}", "has parameters, and there is one document")]
    [InlineData("docs", "must begin with '/'")]
    public Task DescriptionWithoutAPath_IsReported(string path, string why) => Check.Source<ApplicationAnalyzer>(
        $$"""[Application, {|#0:OpenApi(Path = "{{path}}")|}] partial class App { }""",
        Check.Message(Rules.InvalidDocumentPath, $"The path '{path}' of [OpenApi] on 'App' {why}, so the document is not served"));
}
