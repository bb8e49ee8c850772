using Picard.Client;

namespace Picard.Gen.Analyzers.Tests;

public class ClientTypeAnalyzerTests
{
    /// <summary>Base URIs, and whether they are any.</summary>
    public static TheoryData<string, bool> Uris => new()
    {
        { "http://127.0.0.1", true }, { "https://api.example.com/", true }, { "HTTPS://api.example.com:8443/v1/", true }, { "http://[::1]:8080", true }, { "http://b\u00fccher.example/a%20b", true },
        { "", false }, { "/", false }, { "v1", false }, { "//api.example.com", false }, { "file:///etc", false }, { "ws://a", false }, { "http://", false }, { "http:a", false }, { "http://a b/", false },
        { "http://a/?", false }, { "http://a/?b", false }, { "http://a/#b", false }, { "http://a@b/", false }, { "http://a:b@c/", false },
    };

    [Fact]
    public Task ClientNotPartial_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """[Client("http://a")] interface {|#0:IShop|} { [Get("/")] ValueTask<string> Root(); }""",
        Check.Message(Rules.ClientNotPartial, "'IShop' is marked [Client] but is not partial, so nothing can be emitted into it and it sends no requests"));

    [Fact]
    public Task ContainingTypeNotPartial_IsReportedOnce() => Check.Source<ClientTypeAnalyzer>(
        """class {|#0:Outer|} { [Client("http://a")] partial interface IShop { } [Pool] partial class Own { } }""",
        Check.Message(Rules.ClientNotPartial, "'Outer' contains 'IShop', which is marked [Client], but is not partial, so nothing can be emitted into it and it sends no requests"));

    [Fact]
    public Task ClientWithOpenMember_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """[Client("http://a")] partial interface {|#0:IShop|} { int Count { get; } }""",
        Check.Message(Rules.UnsupportedClient, "'IShop' is marked [Client] but has the member 'Count', which is no request and has no body, so it sends no requests"));

    [Fact]
    public Task ClientThatInherits_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """[Client("http://a")] partial interface {|#0:IShop|} : IDisposable { }""",
        Check.Message(Rules.UnsupportedClient, "'IShop' is marked [Client] but inherits 'IDisposable', whose members are no requests of its own, so it sends no requests"));

    [Fact]
    public Task ClassWithAConstructor_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """[Client("http://a")] partial class {|#0:Shop|} { public Shop(int x) { } }""",
        Check.Message(Rules.UnsupportedClient, "'Shop' is marked [Client] but has a constructor of its own that does not go on to the emitted one, which takes a PicardClient, by ': this(client)', so it sends no requests"));

    [Fact]
    public Task PoolWithAMemberOfItsOwn_IsReported() => Check.Source<ClientTypeAnalyzer>(
        "[Pool] partial class {|#0:Own|} { static int Client; }",
        Check.Message(Rules.UnsupportedClient, "'Own' is marked [Pool] but has a member 'Client' of its own, in place of the one that it gets, so it has no connections"));

    [Fact]
    public Task BaseUriThatIsNone_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """[Client({|#0:"api.example.com"|})] partial interface IShop { }""",
        Check.Message(Rules.InvalidBaseUri, "The base URI 'api.example.com' of 'IShop' is no absolute URI of http or https, so no request can be made from it"));

    // What the rule lets through the runtime takes, and the other way round.
    [Theory]
    [MemberData(nameof(Uris))]
    public async Task BaseUri_IsWhatTheRuntimeTakes(string uri, bool isOne)
    {
        await using var client = new PicardClient();
        Assert.Equal(isOne, Record.Exception(() => new BaseUri(client, uri)) is null);
        Assert.Equal(isOne, ClientUri.WhyNoBase(uri) is null);
    }

    [Fact]
    public Task PoolLimit_BelowTheLeast_IsReported() => Check.Source<ClientTypeAnalyzer>(
        "[Pool({|#0:MaxConnections = 0|})] partial class Own { }",
        Check.Message(Rules.InvalidPoolLimit, "MaxConnections of 'Own' is 0, but a pool without connections never sends anything: 1 is the least"));

    [Fact]
    public Task PoolLimits_ThatContradictEachOther_AreReported() => Check.Source<ClientTypeAnalyzer>(
        "[Pool(MaxConnections = 16, {|#0:MaxConnectionsPerAuthority = 64|})] partial class Own { }",
        Check.Message(Rules.InvalidPoolLimit, "MaxConnectionsPerAuthority of 'Own' is 64, but MaxConnections, over all authorities, is 16, so it is never reached"));

    [Fact]
    public async Task PoolLimit_AtTheDefaultOfTheOther_IsFine()
    {
        var most = new ClientOptions().MaxConnections;
        await Check.Source<ClientTypeAnalyzer>($"[Pool(MaxConnectionsPerAuthority = {most})] partial class Own {{ }}");
        await Check.Source<ClientTypeAnalyzer>($"[Pool({{|PIC0710:MaxConnectionsPerAuthority = {most + 1}|}})] partial class Own {{ }}");
    }

    [Fact]
    public Task PoolThatIsNone_IsReported() => Check.Source<ClientTypeAnalyzer>(
        """class Backend { } [Client("http://a", {|#0:Pool = typeof(Backend)|})] partial interface IShop { }""",
        Check.Message(Rules.NotAPool, "'IShop' names 'Backend' as its pool, which is not marked [Pool], so it has no connections to share"));

    [Fact]
    public Task TypesWithoutTheAttributes_AreNotLookedAt() => Check.Source<ClientTypeAnalyzer>("""
        interface IShop<T> : IDisposable { int Count { get; } }
        class Outer { class Inner { public Inner(int x) { } public required int Client { get; set; } } }
        [Handler] class Users { [Get("/")] string Index() => ""; }
        """);

    [Fact]
    public Task AttributesOfOthers_AreNotLookedAt() => Check.Source<ClientTypeAnalyzer>(
        """namespace Other { class ClientAttribute(string uri) : Attribute { public string Uri => uri; } [Client("x")] interface IShop { } }""");
}
