using Microsoft.CodeAnalysis.Testing;
using Picard.Gen.CodeFixes;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Each fix alone and, because each test has two places, with fix-all.</summary>
public class CodeFixTests
{
    [Fact]
    public Task Partial_IsAdded_WithCommentsAndModifiersKept() => Check.Fix<TypeAnalyzer, AddPartialCodeFix>(
        """
        // About users.
        [Handler] class {|PIC0001:Users|} { [Get("/")] string A() => ""; }

        /// <summary>Pages.</summary>
        [Handler]
        public sealed class {|PIC0001:Pages|} { [Get("/pages")] string A() => ""; }

        // About records.
        [Application] record {|PIC0001:App|} { }
        """,
        """
        // About users.
        [Handler] partial class Users { [Get("/")] string A() => ""; }

        /// <summary>Pages.</summary>
        [Handler]
        public sealed partial class Pages { [Get("/pages")] string A() => ""; }

        // About records.
        [Application] partial record App { }
        """);

    [Fact]
    public Task Partial_IsAddedToContainingTypes() => Check.Fix<TypeAnalyzer, AddPartialCodeFix>(
        """
        // Outer.
        class {|PIC0002:Outer|} { internal struct {|PIC0002:Inner|} { [Handler] internal class {|PIC0001:Users|} { [Get("/")] string A() => ""; } } }
        """,
        """
        // Outer.
        partial class Outer { internal partial struct Inner { [Handler] internal partial class Users { [Get("/")] string A() => ""; } } }
        """);

    [Fact]
    public Task Partial_IsAddedToClientsAndPools() => Check.Fix<ClientTypeAnalyzer, AddPartialCodeFix>(
        """
        // A shop.
        [Client("http://a")] public interface {|PIC0701:IShop|} { }
        static class {|PIC0701:Outer|} { [Pool] internal sealed class {|PIC0701:Own|} { } }
        """,
        """
        // A shop.
        [Client("http://a")] public partial interface IShop { }
        static partial class Outer { [Pool] internal sealed partial class Own { } }
        """);

    [Fact]
    public Task RouteParameter_IsAddedToTheMethodOfAClient() => Check.Fix<ClientMethodAnalyzer, RouteParameterCodeFix>(
        """[Client("http://a")] partial interface IShop { [Get("/{{|PIC0705:id|}:int}/{{|PIC0705:page|}?}")] ValueTask<string> Get(CancellationToken aborted); [Get("/{{|PIC0705:name|}}")] ValueTask Put(); }""",
        """[Client("http://a")] partial interface IShop { [Get("/{id:int}/{page?}")] ValueTask<string> Get(int id, string? page, CancellationToken aborted); [Get("/{name}")] ValueTask Put(string name); }""");

    [Fact]
    public Task Slash_IsAddedToThePattern() => Check.Fix<PatternAnalyzer, LiteralCodeFix>(
        """[Handler] partial class Users { [Get("{|PIC0101:u|}sers")] string A() => ""; [Get(@"{|PIC0101:a|}\b")] string B() => ""; [Get({|PIC0101:""|})] string C() => ""; }""",
        """[Handler] partial class Users { [Get("/users")] string A() => ""; [Get(@"/a\b")] string B() => ""; [Get("/")] string C() => ""; }""");

    [Fact]
    public Task Slash_IsAddedToThePrefix() => Check.Fix<UseAnalyzer, LiteralCodeFix>(
        """[Application] partial class Admin; [Application, Mount<Admin>("{|PIC0510:a|}dmin")] partial class App;""",
        """[Application] partial class Admin; [Application, Mount<Admin>("/admin")] partial class App;""");

    [Fact]
    public Task Event_IsNamedAsTheClassGetsIt() => Check.Fix<MiddlewareAnalyzer, EventRenameCodeFix>(
        """
        [Middleware] partial class Gate { [{|PIC0503:OnContent|}] void Take(ReadOnlySpan<byte> octets) { } [OnDone] void Done() { } }
        [Handler("POST /echo")] partial class Echo { [Obsolete, {|PIC0504:OnRequestEnd|}] void End() { } }
        """,
        """
        [Middleware] partial class Gate { [OnRequestContent] void Take(ReadOnlySpan<byte> octets) { } [OnDone] void Done() { } }
        [Handler("POST /echo")] partial class Echo { [Obsolete, OnEnd] void End() { } }
        """);

    [Fact]
    public Task ReturnBehindAnAnswer_IsHandled() => Check.Fix<AnswerAnalyzer, HandledCodeFix>(
        """[Middleware] partial class Gate { [OnRequest] Next Begin(Responder r, bool x) { if (x) { r.Respond(""); return {|PIC0512:Next.Continue|}; } return Next.Continue; } }""",
        """[Middleware] partial class Gate { [OnRequest] Next Begin(Responder r, bool x) { if (x) { r.Respond(""); return Next.Handled; } return Next.Continue; } }""");

    [Fact]
    public Task Value_IsWrittenAsLiteral() => Check.Fix<AttributeAnalyzer, LiteralCodeFix>(
        """
        static class Paths { public const string A = "/a"; }
        [Handler] partial class Users { [Get({|PIC0013:Paths.A|})] string A() => ""; [Post( {|PIC0013:Paths.A + "/b"|} )] string B() => ""; }
        """,
        """
        static class Paths { public const string A = "/a"; }
        [Handler] partial class Users { [Get("/a")] string A() => ""; [Post( "/a/b" )] string B() => ""; }
        """);

    [Fact]
    public Task MissingParameter_IsAdded_BeforeOptionalOnes() => Check.Fix<ParameterAnalyzer, RouteParameterCodeFix>(
        """
        [Handler]
        partial class Users
        {
            [Get("/a/{{|PIC0201:id|}:int}")] string A() => "";
            [Get("/b/{{|PIC0201:class|}}")] string B(string q, CancellationToken aborted) => "";
            [Get("/c/{{|PIC0201:key|}:guid}")] string C(int page = 1) => "";
            [Get("/d/{{|PIC0201:n|}:min(1)?}")] string D(string q) => "";
            [Get("/e/{{|PIC0201:on|}:bool}")] string E(params string[] tags) => "";
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/a/{id:int}")] string A(int id) => "";
            [Get("/b/{class}")] string B(string q, string @class, CancellationToken aborted) => "";
            [Get("/c/{key:guid}")] string C(System.Guid key, int page = 1) => "";
            [Get("/d/{n:min(1)?}")] string D(string q, long? n) => "";
            [Get("/e/{on:bool}")] string E(bool on, params string[] tags) => "";
        }
        """);

    [Fact]
    public Task RouteParameter_GetsTheNameOfTheOneParameterThatIsMeant() => Check.Fix<ParameterAnalyzer, RouteRenameCodeFix>(
        """
        [Handler]
        partial class Users
        {
            [Get("/a/{{|PIC0201:id|}:int}")] string A(int userId, int page = 1, CancellationToken aborted = default) => "";
            [Get("/b/{key}/{{|PIC0201:id|}}")] string B(Guid item, string key) => "";
            [Get("/c/{{|PIC0201:id|}}")] string C(string first, string second) => "";
        }
        """,
        """
        [Handler]
        partial class Users
        {
            [Get("/a/{userId:int}")] string A(int userId, int page = 1, CancellationToken aborted = default) => "";
            [Get("/b/{key}/{item}")] string B(Guid item, string key) => "";
            [Get("/c/{{|PIC0201:id|}}")] string C(string first, string second) => "";
        }
        """,
        static test => test.FixedState.MarkupHandling = MarkupMode.Allow);

    [Fact]
    public Task DuplicateRoute_GetsASegmentOfItsMethodsName() => Check.Fix<RouteTableAnalyzer, DuplicateRouteCodeFix>(
        """
        [Application] partial class App;

        [Handler]
        partial class Users
        {
            [Get("/")] string A() => "";
            [{|PIC0102:Get("/")|}] string Index() => "";
            [Get("/users/{id}")] string B(string id) => "";
            [{|PIC0102:Get(@"/users/{id}")|}] string FindByName(string id) => ""; // again
            [Get("/files/{**rest}")] string C(string rest) => "";
            [{|PIC0102:Get("/files/{**rest}")|}] string Raw(string rest) => "";
        }

        [{|PIC0102:Handler("GET /users/{id}")|}] partial class Watch { [OnRequest] void Begin(string id) { } }
        """,
        """
        [Application] partial class App;

        [Handler]
        partial class Users
        {
            [Get("/")] string A() => "";
            [Get("/index")] string Index() => "";
            [Get("/users/{id}")] string B(string id) => "";
            [Get(@"/users/{id}/find-by-name")] string FindByName(string id) => ""; // again
            [Get("/files/{**rest}")] string C(string rest) => "";
            [Get("/files/raw/{**rest}")] string Raw(string rest) => "";
        }

        [Handler("GET /users/{id}/watch")] partial class Watch { [OnRequest] void Begin(string id) { } }
        """);

    [Fact]
    public Task Service_IsAddedToTheParameter() => Check.Fix<ParameterAnalyzer, ServiceCodeFix>(
        """[Handler] partial class Users { [Get("/")] string A(IDisposable {|PIC0209:store|}) => ""; [Post("/")] string B(System.IO.Stream {|PIC0210:file|}) => ""; }""",
        """[Handler] partial class Users { [Get("/")] string A([Service] IDisposable store) => ""; [Post("/")] string B([Service] System.IO.Stream file) => ""; }""");

    [Fact]
    public Task TypeOfOneValue_IsMadeParsable() => Check.Fix<ParameterAnalyzer, ParsableCodeFix>(
        """
        /// <summary>Who.</summary>
        public readonly record struct UserId(int Value);

        [Handler]
        public partial class Users
        {
            [Get("/users/{id}")] private string Get(UserId {|PIC0206:id|}) => "";
        }
        """,
        """
        /// <summary>Who.</summary>
        public readonly record struct UserId(int Value) : IParsable<UserId>
        {
            public static UserId Parse(string s, IFormatProvider? provider) => new(int.Parse(s, provider));

            public static bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out UserId result)
            {
                if (int.TryParse(s, provider, out var value))
                {
                    result = new(value);
                    return true;
                }

                result = default;
                return false;
            }
        }

        [Handler]
        public partial class Users
        {
            [Get("/users/{id}")] private string Get(UserId id) => "";
        }
        """);

    [Fact]
    public Task TypeOfOneString_IsMadeParsableByThatString() => Check.Fix<ParameterAnalyzer, ParsableCodeFix>(
        """
        public sealed record Tag(string Text) : IEquatable<Tag>
        {
            public int Length => Text.Length;
        }

        [Handler]
        public partial class Users
        {
            [Get("/users")] private string Find(Tag[] {|PIC0209:tags|}) => "";
        }
        """,
        """
        public sealed record Tag(string Text) : IEquatable<Tag>, IParsable<Tag>
        {
            public int Length => Text.Length;

            public static Tag Parse(string s, IFormatProvider? provider) => new(s);

            public static bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Tag result)
            {
                if (s is not null)
                {
                    result = new(s);
                    return true;
                }

                result = default;
                return false;
            }
        }

        [Handler]
        public partial class Users
        {
            [Get("/users")] private string Find(Tag[] tags) => "";
        }
        """);

    [Theory]
    [InlineData("public readonly record struct Both(int One, int Other);")]
    [InlineData("public sealed record Both(List<int> Values);")]
    [InlineData("public sealed class Both;")]
    public Task TypeWhoseTextIsNotToBeTold_HasNoFix(string declaration)
    {
        var source = declaration + """ [Handler] public partial class Users { [Get("/{id}")] private string Get(Both {|PIC0206:id|}) => ""; }""";
        return Check.Fix<ParameterAnalyzer, ParsableCodeFix>(source, source);
    }
}
