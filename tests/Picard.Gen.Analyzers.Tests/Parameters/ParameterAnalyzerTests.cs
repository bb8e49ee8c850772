namespace Picard.Gen.Analyzers.Tests;

public class ParameterAnalyzerTests
{
    private const string Text = "what is read from text is a string, bool, enum or parsable type, or a '?' or array of these";

    private const string Octets = "it could be the content or a list of small numbers; take ReadOnlyMemory<byte> or int[]";

    [Fact]
    public Task EveryKindOfParameter_IsFine() => Check.Source<ParameterAnalyzer>("""
        sealed class Tenant : IParsable<Tenant>
        {
            public static Tenant Parse(string s, IFormatProvider? p) => new();
            public static bool TryParse(string? s, IFormatProvider? p, out Tenant result) { result = new(); return true; }
        }

        [Handler]
        partial class Users
        {
            [Post("/{id:int}/{name}/{day?}")]
            string A(int id, string name, DateOnly? day, string q, int page = 1, bool? b = null, DayOfWeek? d = null, int[]? n = null, Guid?[]? g = null,
                [Query("t")] Tenant? tenant = null, [Header("accept-language")] string? language = null, [Header] string[]? accept = null, [Cookie("__Host-id")] Guid? session = null, [Cookie("Q")] string? upper = null,
                [Service] IDisposable? store = null, [Service] IDisposable? other = null, Request request = default,
                ReadOnlyMemory<byte> content = default, CancellationToken aborted = default) => "";
            [Get("/{**rest}")] string B(string rest) => "";
            [Get("/b/{**rest}")] string C(string[] rest) => "";
            [Fallback] string D(System.Buffers.ReadOnlySequence<byte> content) => "";
            void NoRoute(object anything) { }
        }
        """);

    [Theory]
    [InlineData("/users/{{|#0:id|}}")]
    [InlineData("/users/{{|#0:id|}:int}")]
    [InlineData("/users/{**{|#0:id|}}")]
    [InlineData("/{x:regex(^i{{2}}$)}/{{|#0:id|}=1}")]
    public Task RouteParameterWithoutParameter_IsReported(string marked)
    {
        var pattern = marked.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        return Run(
            $$"""[Get("{{marked}}")] string M(string? x) => "";""",
            Rules.UnboundRouteParameter,
            $"The route parameter 'id' of '{pattern}' is not a parameter of 'Users.M', so its value is lost");
    }

    [Theory]
    [InlineData("{id:guid}", "int", "what '{id:guid}' matches")]
    [InlineData("{id:int}", "Guid", "what '{id:int}' matches")]
    [InlineData("{id:int}", "bool?", "what '{id:int}' matches")]
    [InlineData("{id:bool}", "DateOnly", "what '{id:bool}' matches")]
    [InlineData("{id:alpha}", "int", "what '{id:alpha}' matches")]
    [InlineData("{id:long}", "int", "every number that '{id:long}' matches")]
    [InlineData("{id:range(1,1000)}", "byte", "every number that '{id:range(1,1000)}' matches")]
    [InlineData("{id:min(300)}", "byte", "what '{id:min(300)}' matches")]
    [InlineData("{id=x}", "int", "'x', the default of '{id=x}'")]
    [InlineData("{id=x}", "bool", "'x', the default of '{id=x}'")]
    [InlineData("{id=x}", "Guid", "'x', the default of '{id=x}'")]
    [InlineData("{**id}", "int", "more than one segment, which '{**id}' matches")]
    public Task TypeThatCannotHoldTheRoute_IsReported(string parameter, string type, string what) => Run(
        $$"""[Get("/{{parameter}}")] string M({{type}} {|#0:id|}) => "";""",
        Rules.RouteTypeMismatch,
        $"'{type} id' of 'Users.M' cannot hold {what}, so such requests are answered with 400");

    [Theory]
    [InlineData("{id:int}", "long")]
    [InlineData("{id:int}", "decimal?")]
    [InlineData("{id:int}", "string")]
    [InlineData("{id:int}", "DayOfWeek")]
    [InlineData("{id:min(1)}", "int")]
    [InlineData("{id:range(1,100)}", "byte")]
    [InlineData("{id=7}", "byte")]
    [InlineData("{id:alpha}", "char")]
    [InlineData("{id:long}", "Int128")]
    public Task TypeThatHoldsTheRoute_IsFine(string parameter, string type) =>
        Check.Source<ParameterAnalyzer>($$"""[Handler] partial class Users { [Get("/{{parameter}}")] string M({{type}} id) => ""; }""");

    [Fact]
    public Task RequiredParameterOfOptionalRoute_IsReported() => Run(
        """[Get("/{page?}")] string M(int {|#0:page|}) => "";""",
        Rules.OptionalMismatch,
        "'{page?}' may be missing from the path, but 'int page' of 'Users.M' is neither nullable nor has a default value, so such requests are answered with 400");

    [Theory]
    [InlineData("[Query, Header] string {|#0:q|}", "the query", "a field")]
    [InlineData("[Query] string {|#0:id|}", "the route", "the query")]
    [InlineData("[Service] string {|#0:id|}", "the route", "the services")]
    [InlineData("[Header, Cookie] string {|#0:q|}", "a field", "a cookie")]
    public async Task TwoSources_AreReported(string parameter, string first, string second)
    {
        var name = parameter.Contains("id", StringComparison.Ordinal) ? "id" : "q";
        await Run(
            $$"""[Get("/{{(name == "id" ? "{id}" : "")}}")] string M({{parameter}}) => "";""",
            Rules.ConflictingSources,
            $"'{name}' of 'Users.M' is to be taken from {first} and from {second}, so where its value comes from cannot be told");
    }

    [Theory]
    [InlineData("string id, string {|#0:ID|}", "id", "ID", "the route parameter 'id'")]
    [InlineData("string id, string q, [Query(\"q\")] int {|#0:r|}", "q", "r", "the query parameter 'q'")]
    [InlineData("string id, [Header(\"Accept\")] string a, [Header] string {|#0:accept|}", "a", "accept", "the field 'accept'")]
    [InlineData("string id, [Cookie(\"a\")] string b, [Cookie] string {|#0:a|}", "b", "a", "the cookie 'a'")]
    [InlineData("string id, CancellationToken a, CancellationToken {|#0:b|}", "a", "b", "the client's connection")]
    [InlineData("string id, Request a, Request {|#0:b|}", "a", "b", "the request")]
    [InlineData("string id, List<int> a, Dictionary<string, int> {|#0:b|}", "a", "b", "the content")]
    [InlineData("string id, ReadOnlyMemory<byte> a, System.Buffers.ReadOnlySequence<byte> {|#0:b|}", "a", "b", "the content")]
    public Task SameSourceTwice_IsReported(string parameters, string first, string second, string source) => Run(
        $$"""[Post("/{id}")] string M({{parameters}}) => "";""",
        Rules.DuplicateSource,
        $"'{first}' and '{second}' of 'Users.M' are both taken from {source}, so one of them is a mistake");

    [Theory]
    [InlineData("byte[] {|#0:x|}", "byte[]", Octets)]
    [InlineData("[Query] object {|#0:x|}", "object", Text)]
    [InlineData("[Header] CancellationToken {|#0:x|}", "CancellationToken", Text)]
    public Task UnbindableParameter_IsReported(string parameter, string type, string reason) => Run(
        $$"""[Post("/")] string M({{parameter}}) => "";""", Rules.UnbindableParameter, $"'{type} x' of 'Users.M' cannot be made from a request; {reason}");

    [Fact]
    public Task RequestNamedInTheRoute_IsReported() => Run(
        """[Get("/{x}")] string M(Request {|#0:x|}) => "";""", Rules.UnbindableParameter, $"'Request x' of 'Users.M' cannot be made from a request; {Text}");

    [Fact]
    public Task BadFieldName_IsReported() => Run(
        """[Get("/")] string M([Header("accept language")] string {|#0:x|}) => "";""",
        Rules.InvalidFieldName,
        "'accept language' is not a field name, so 'x' of 'Users.M' would never have a value");

    [Theory]
    [InlineData("session id")]
    [InlineData("")]
    [InlineData("a=b")]
    public Task BadCookieName_IsReported(string name) => Run(
        $$"""[Get("/")] string M([Cookie("{{name}}")] string {|#0:x|}) => "";""",
        Rules.InvalidCookieName,
        $"'{name}' is not a cookie name, so 'x' of 'Users.M' would never have a value");

    [Fact]
    public Task MembersThatCanBeBound_AreFine() => Check.Source<ParameterAnalyzer>("""
        sealed record Search(int Id, [Query("q")] string Text, [Header] string? Accept, Request Request) { public int[] Tags { get; init; } = []; [Cookie] public Guid? Session { get; set; } }
        struct Plain { public required string Name { get; set; } public object Other => Name; }
        [Handler] partial class Users { [Get("/{id:int}/{tags?}")] string M([Parameters] Search search, [Parameters] Plain plain) => ""; }
        """);

    [Theory]
    [InlineData("record X(List<int> A);", "X", "X", "its member 'A' of type 'List<int>' is not read from text")]
    [InlineData("record X([Service] string A);", "X", "X", "its member 'A' is not taken from the request by itself")]
    [InlineData("record X([Header] Request A);", "X", "X", "its member 'A' of type 'Request' is not read from text")]
    [InlineData("class X { public object? A { get; set; } }", "X", "X", "its member 'A' of type 'object?' is not read from text")]
    [InlineData("record X<T>(string A);", "X<int>", "X<int>", "it is generic")]
    [InlineData("abstract record X(string A);", "X", "X", "it is not a class, record or struct of which one is always made")]
    [InlineData("record X(string A);", "X?", "X?", "it is not a class, record or struct of which one is always made")]
    [InlineData("", "Version", "Version", "it is declared in another project")]
    [InlineData("class X { X() { } }", "X", "X", "which of its constructors makes one cannot be told")]
    public Task MembersThatCannotBeBound_AreReported(string declaration, string type, string name, string why) => Check.Source<ParameterAnalyzer>(
        $$"""{{declaration}} [Handler] partial class Users { [Get("/")] string M([Parameters] {{type}} {|#0:x|}) => ""; }""",
        Check.Message(Rules.UnboundMembers, $"'{name} x' of 'Users.M' cannot be made of its members, because {why}"));

    [Fact]
    public Task ContentOfGet_IsReported() => Run(
        """[Get("/")] string M(ReadOnlyMemory<byte> {|#0:x|}) => "";""",
        Rules.ContentNotExpected,
        "'x' of 'Users.M' is the request content, but a GET request has none, so it would always be empty");

    [Theory]
    [InlineData("Get(\"/\")", "GET")]
    [InlineData("Delete(\"/\")", "DELETE")]
    [InlineData("Fallback", "fallback")]
    [InlineData("Post(\"/\"), Get(\"/b\")", "GET")]
    public Task JsonOfAMethodWithoutContent_IsReported(string route, string method) => Run(
        $$"""[{{route}}] string M(List<int> {|#0:x|}) => "";""",
        Rules.JsonNotExpected,
        $"'List<int> x' of 'Users.M' could only be the content as JSON, which {method} requests do not have; use POST, PUT or PATCH, or mark a service [Service]");

    [Theory]
    [InlineData("User")]
    [InlineData("User?")]
    [InlineData("List<User>")]
    [InlineData("int[][]")]
    [InlineData("object")]
    [InlineData("Dictionary<DayOfWeek, Node>")]
    public Task JsonOfATypeWithAShape_IsFine(string type) => Check.Source<ParameterAnalyzer>($$"""
        record User(int Id, string? Name, List<Tag> Tags, [property: System.Text.Json.Serialization.JsonIgnore] System.IO.Stream? Ignored);
        struct Tag { public string Label { get; set; } public Uri? Link { get; set; } }
        class Node { public Node? Next { get; set; } public DateTime? When { get; init; } }
        [Handler] partial class Users { [Post("/")] string M({{type}} x) => ""; }
        """);

    [Theory]
    [InlineData("System.IO.Stream", "Stream", "'Stream' has no JSON shape")]
    [InlineData("List<System.IO.Stream>", "List<Stream>", "'Stream' has no JSON shape")]
    [InlineData("Outer", "Outer", "'Stream' has no JSON shape")]
    [InlineData("Secret", "Users.Secret", "'Users.Secret' cannot be named outside its class")]
    [InlineData("Animal", "Animal", "'Animal' is polymorphic")]
    [InlineData("Shape", "Shape", "'Shape' is abstract")]
    [InlineData("IThing", "IThing", "'IThing' is an interface")]
    [InlineData("Many", "Many", "'Many' is a collection of its own")]
    [InlineData("(int, string)", "(int, string)", "'(int, string)' has no JSON shape")]
    public Task JsonOfATypeWithoutAShape_IsReported(string type, string name, string why) => Check.Source<ParameterAnalyzer>($$"""
        record Outer(int Id, Inner Inner);
        record Inner(System.IO.Stream Content);
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Dog), "dog")] class Animal;
        class Dog : Animal;
        abstract class Shape;
        interface IThing;
        class Many : List<int>;
        [Handler] partial class Users
        {
            [Post("/")] string M({{type}} {|#0:x|}) => "";
            private record Secret(int Id);
        }
        """,
        Check.Message(
            Rules.UnreadableJson,
            $"'{name} x' of 'Users.M' cannot be read as JSON: {why}; mark the method [Json<TContext>] with a JsonSerializerContext, or a service [Service]"));

    [Theory]
    [InlineData("[Handler, Json<Known>]", "")]
    [InlineData("[Handler]", ", Json<Known>")]
    [InlineData("[Application, Json<Known>] partial class App; [Handler]", "")]
    public Task JsonByASerializer_IsNotLookedInto(string handler, string method) => Check.Source<ParameterAnalyzer>($$"""
        abstract class Known : System.Text.Json.Serialization.JsonSerializerContext { protected Known() : base(null) { } }
        abstract class Animal;
        {{handler}} partial class Users { [Post("/"){{method}}] string M(Animal x) => ""; }
        """);

    private static Task Run(string method, Microsoft.CodeAnalysis.DiagnosticDescriptor rule, string message) =>
        Check.Source<ParameterAnalyzer>($$"""[Handler] partial class Users { {{method}} }""", Check.Message(rule, message));

    [Theory]
    [InlineData("class Dto { private Dto() { } }", "'Dto' has no public constructor")]
    [InlineData("class Dto { public Dto(int x) { } public Dto(string y) { } public int X { get; } }", "'Dto' has several constructors, none of them marked [JsonConstructor]")]
    [InlineData("class Dto(int other) { public int X { get; set; } = other; }", "'other' of the constructor of 'Dto' is no member of the same type")]
    [InlineData("class Dto { const int One = 1; public Dto(int x = One) => X = x; public int X { get; } }", "the default value of 'x' of the constructor of 'Dto' is not a literal")]
    [InlineData("class Dto { public Inner[]? Items { get; set; } } class Inner { private Inner() { } }", "'Inner' has no public constructor")]
    [InlineData("record Dto(Inner? Item); abstract class Inner { }", "'Inner' is abstract")]
    public Task JsonThatNoObjectIsMadeOf_IsReported(string declaration, string why) => Check.Source<ParameterAnalyzer>(
        declaration + """ [Handler] partial class Users { [Post("/")] string A(Dto {|#0:dto|}) => ""; }""",
        Check.Message(Rules.UnreadableJson, $"'Dto dto' of 'Users.A' cannot be read as JSON: {why}; mark the method [Json<TContext>] with a JsonSerializerContext, or a service [Service]"));

    [Theory]
    [InlineData("class Dto { internal Dto(string s) { } public Dto() { } }")]
    [InlineData("class Dto { public Dto(int x) { } [System.Text.Json.Serialization.JsonConstructor] public Dto(string y) => Y = y; public string Y { get; } }")]
    [InlineData("class Dto(int? x = -1) { public int X { get; } = x ?? 0; }")]
    [InlineData("record Dto(int X) { public Dto(string s, int y) : this(y) { } [System.Text.Json.Serialization.JsonConstructor] public Dto(int x, bool _ = false) : this(x) { } public bool _ { get; set; } }")]
    [InlineData("struct Dto { public Dto(int other) { } public int X { get; set; } }")]
    [InlineData("record Dto(int X) { public Inner? Computed => null; [System.Text.Json.Serialization.JsonIgnore] public Inner? Hidden { get; set; } } abstract class Inner { }")]
    [InlineData("class Base { public int X { get; init; } } class Dto(int x) : Base { public Dto? Next { get; set; } = x == 0 ? null : new(0); }")]
    public Task JsonThatAnObjectIsMadeOf_IsFine(string declaration) => Check.Source<ParameterAnalyzer>(
        declaration + """ [Handler] partial class Users { [Post("/")] string A(Dto dto) => ""; [Put("/")] string B(List<Dto> dto) => ""; }""");

    [Theory]
    [InlineData("[Middleware]", "[Item, Service] Random {|#0:x|}", "the services", "an item")]
    [InlineData("[Middleware]", "[Header, Query] string {|#0:x|}", "the query", "a field")]
    [InlineData("[Handler(\"GET /{x}\")]", "[Cookie] string {|#0:x|}", "the route", "a cookie")]
    public Task RequestEventWithTwoSources_IsReported(string role, string parameter, string first, string second) => Check.Source<ParameterAnalyzer>(
        $$"""{{role}} public partial class Gate { [OnRequest] void Begin({{parameter}}, [Item] Random item) { } }""",
        Check.Message(Rules.ConflictingSources, $"'x' of 'Gate.Begin' is to be taken from {first} and from {second}, so where its value comes from cannot be told"));

    [Fact]
    public Task ContentReadItemByItemAndForms_AreFine() => Check.Source<ParameterAnalyzer>("""
        record Row(int Id);
        record Order([Form] string Name, [Query] int Page) { [Form("how-many")] public int[] Counts { get; init; } = []; }
        [Handler]
        partial class Users
        {
            [Post("/a"), Put("/a")] string A(IAsyncEnumerable<Row> rows) => "";
            [Patch("/b")] string B(IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<Row>>? events) => "";
            [Post("/c")] string C(MultipartReader form, [Query] string q) => "";
            [Post("/d/{id}")] string D(int id, [Form] string name, [Form("n")] DayOfWeek? day, [Form] int[] numbers, [Parameters] Order order, Request request) => "";
        }
        """);

    [Theory]
    [InlineData("Get(\"/\")", "[Form] int {|#0:x|}", "GET")]
    [InlineData("Fallback", "[Form] int {|#0:x|}", "fallback")]
    [InlineData("Post(\"/\"), Delete(\"/\")", "[Form] int {|#0:x|}", "DELETE")]
    [InlineData("Get(\"/\")", "[Parameters] Order {|#0:x|}", "GET")]
    public Task FormOfAMethodWithoutContent_IsReported(string route, string parameter, string method) => Check.Source<ParameterAnalyzer>(
        $$"""record Order([Form] string Name); [Handler] partial class Users { [{{route}}] string M({{parameter}}) => ""; }""",
        Check.Message(
            Rules.FormNotExpected,
            $"'x' of 'Users.M' is a field of a form, which {method} requests do not have as content; use POST, PUT or PATCH, or take it from the query"));

    [Theory]
    [InlineData("[Form] int {|#0:x|}, Dictionary<string, int> y")]
    [InlineData("MultipartReader y, [Form] int {|#0:x|}")]
    [InlineData("IAsyncEnumerable<int> y, [Form] int {|#0:x|}")]
    [InlineData("[Form] int {|#0:x|}, ContentReader y")]
    [InlineData("[Parameters] Order {|#0:x|}, ReadOnlyMemory<byte> y")]
    public Task FormAndOtherContent_AreReported(string parameters) => Check.Source<ParameterAnalyzer>(
        $$"""class Order { [Form] public string? Name { get; set; } } [Handler] partial class Users { [Post("/")] string M({{parameters}}) => ""; }""",
        Check.Message(
            Rules.FormAndContent,
            "'x' of 'Users.M' is a field of the form that the content is, but 'y' is the content in another way, so one of them would have nothing"));

    [Theory]
    [InlineData("[Form, Query] int {|#0:x|}", "the query", "a form")]
    [InlineData("[Form, Cookie] int {|#0:x|}", "a cookie", "a form")]
    public Task FormAndAnotherSource_AreReported(string parameter, string first, string second) => Run(
        $$"""[Post("/")] string M({{parameter}}) => "";""",
        Rules.ConflictingSources,
        $"'x' of 'Users.M' is to be taken from {first} and from {second}, so where its value comes from cannot be told");

    [Fact]
    public Task FieldOfAFormThatIsNoText_IsReported() => Run(
        """[Post("/")] string M([Form] List<int> {|#0:x|}) => "";""", Rules.UnbindableParameter, $"'List<int> x' of 'Users.M' cannot be made from a request; {Text}");

    [Fact]
    public Task FieldOfAFormTwice_IsReported() => Run(
        """[Post("/")] string M([Form] int x, [Form("x")] int {|#0:y|}) => "";""", Rules.DuplicateSource, "'x' and 'y' of 'Users.M' are both taken from the form field 'x', so one of them is a mistake");

    [Fact]
    public Task ItemsOfGet_AreReported() => Run(
        """[Get("/")] string M(IAsyncEnumerable<int> {|#0:x|}) => "";""",
        Rules.JsonNotExpected,
        "'IAsyncEnumerable<int> x' of 'Users.M' could only be the content as JSON, which GET requests do not have; use POST, PUT or PATCH, or mark a service [Service]");

    [Theory]
    [InlineData("IAsyncEnumerable<System.IO.Stream>", "IAsyncEnumerable<Stream>")]
    [InlineData("IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<System.IO.Stream>>", "IAsyncEnumerable<SseItem<Stream>>")]
    public Task ItemsWithoutAShape_AreReported(string type, string name) => Run(
        $$"""[Post("/")] string M({{type}} {|#0:x|}) => "";""",
        Rules.UnreadableJson,
        $"'{name} x' of 'Users.M' cannot be read as JSON: 'Stream' has no JSON shape; mark the method [Json<TContext>] with a JsonSerializerContext, or a service [Service]");
}
