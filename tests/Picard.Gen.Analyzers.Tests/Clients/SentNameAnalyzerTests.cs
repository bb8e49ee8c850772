namespace Picard.Gen.Analyzers.Tests;

public class SentNameAnalyzerTests
{
    [Fact]
    public Task FieldOfTheFramework_IsReported() => Check.Source<SentNameAnalyzer>(
        """[Client("http://a"), {|#0:FieldLine("host", "b")|}] partial interface IShop { }""",
        Check.Message(Rules.InvalidSentName, "The field 'host' of 'IShop' is the framework's, since it follows from the target, the content or the connection, so every such request is refused when it is sent"));

    [Fact]
    public Task FieldThatIsNoToken_IsReported() => Check.Source<SentNameAnalyzer>(
        """[Client("http://a")] partial interface IShop { [Get("/")] ValueTask Root([Header("trace id")] string {|#0:id|}); }""",
        Check.Message(Rules.InvalidSentName, "The field 'trace id' of 'IShop.Root' has a name that is no token (RFC 9110 §5.1), so every such request is refused when it is sent"));

    [Fact]
    public Task CookieThatIsNoToken_IsReported() => Check.Source<SentNameAnalyzer>(
        """[Client("http://a")] partial interface IShop { [Get("/")] ValueTask Root([Cookie("a;b")] string {|#0:id|}); }""",
        Check.Message(Rules.InvalidSentName, "The cookie 'a;b' of 'IShop.Root' has a name that is no token (RFC 6265 §4.1.1), so every such request is refused when it is sent"));

    [Fact]
    public Task NamesOfHandlers_AreNotLookedAt() => Check.Source<SentNameAnalyzer>(
        """[Handler] partial class Users { [Get("/")] string Index([Header("host")] string host, [Header] string connection) => host + connection; }""");

    // What the runtime refuses a rule reports, and nothing else.
    [Theory]
    [InlineData("Host", false)]
    [InlineData("content-length", false)]
    [InlineData("Transfer-Encoding", false)]
    [InlineData("Connection", false)]
    [InlineData("EXPECT", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    [InlineData("b\u00e9", false)]
    [InlineData("Content-Type", true)]
    [InlineData("Keep-Alive", true)]
    [InlineData("Upgrade", true)]
    [InlineData("Cookie", true)]
    [InlineData("X-Trace_1", true)]
    public async Task Field_IsWhatTheRuntimeTakes(string name, bool isTaken)
    {
        await using var client = new PicardClient();
        var call = new Picard.Client.BaseUri(client, "http://a").Call(Method.Get);
        call.Path("/"u8);
        Assert.Equal(isTaken, Record.Exception(() => call.Field(name, "x")) is null);
        var line = $"FieldLine(\"{name}\", \"x\")";
        await Check.Source<SentNameAnalyzer>($"[Client(\"http://a\"), {(isTaken ? line : $"{{|PIC0707:{line}|}}")}] partial interface IShop {{ }}");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("a\\tb", true)]
    [InlineData("caf\u00e9", true)]
    [InlineData("a\\nb", false)]
    [InlineData("a\\0", false)]
    [InlineData("\u20ac", false)]
    public Task Value_IsChecked(string value, bool isTaken)
    {
        var line = $"FieldLine(\"X\", \"{value}\")";
        return Check.Source<SentNameAnalyzer>($"[Client(\"http://a\"), {(isTaken ? line : $"{{|PIC0707:{line}|}}")}] partial interface IShop {{ }}");
    }
}
