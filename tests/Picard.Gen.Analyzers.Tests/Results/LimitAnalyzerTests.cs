namespace Picard.Gen.Analyzers.Tests;

public class LimitAnalyzerTests
{
    [Theory]
    [InlineData("MaxContent(2147483591)", "string")]
    [InlineData("MaxContent(MaxContent.Unlimited)", "string")]
    [InlineData("MaxContent(Picard.MaxContent.Unlimited)", "string")]
    [InlineData("SlowConsumer(Drop.Oldest, MaxBytes = 1)", "IAsyncEnumerable<int>")]
    [InlineData("SlowConsumer(Drop.Connection, MaxBytes = 64 * 1024)", "Task<IAsyncEnumerable<int>>")]
    [InlineData("SlowConsumer(Drop.None)", "ValueTask<IAsyncEnumerable<int>?>")]
    public Task LimitThatIsOne_IsNotReported(string attribute, string result) => Check.Source<LimitAnalyzer>(
        $$"""[Handler] partial class Users { [Post("/"), {{attribute}}] {{result}} M(ReadOnlyMemory<byte> content) => default!; }""");

    [Fact]
    public Task LargeLimitOfAStream_IsNotReported() => Check.Source<LimitAnalyzer>(
        """[Handler] partial class Users { [Post("/"), MaxContent(1L << 40)] string M(ContentReader content) => ""; }""");

    [Theory]
    [InlineData("2147483592")]
    [InlineData("long.MaxValue")]
    public Task NumberThatIsNoLimit_IsReported(string number) => Check.Source<LimitAnalyzer>(
        $$"""[Handler] partial class Users { [Post("/"), {|#0:MaxContent({{number}})|}] string M(ReadOnlyMemory<byte> content) => ""; }""",
        Check.Message(
            Rules.UnnamedLimit,
            $"The content limit {(number == "long.MaxValue" ? long.MaxValue : 2147483592)} of 'Users.M' is no limit, since content is collected in one array, of at most 2147483591 octets, "
            + "so write MaxContent.Unlimited if a client may have the server hold anything"));

    [Fact]
    public Task NoLimitOfAnEventHandler_IsNamed() => Check.Source<LimitAnalyzer>(
        """[Handler("POST /"), {|PIC0320:MaxContent(long.MaxValue)|}] partial class Users { [OnRequest] void M() { } }""");

    [Theory]
    [InlineData("Drop.Oldest", "has no MaxBytes")]
    [InlineData("Drop.Newest, MaxBytes = 0", "has MaxBytes = 0")]
    [InlineData("Drop.Connection, MaxBytes = -1", "has MaxBytes = -1")]
    public Task PolicyWithoutALimit_IsReported(string arguments, string what) => Check.Source<LimitAnalyzer>(
        $$"""[Handler] partial class Users { [Get("/"), {|#0:SlowConsumer({{arguments}})|}] IAsyncEnumerable<int> M() => null!; }""",
        Check.Message(
            Rules.SlowConsumerLimit,
            $"[SlowConsumer] of 'Users.M' {what}, so its application fails at start: say with MaxBytes how many octets of items may wait for one client"));

    [Theory]
    [InlineData("""[Handler] partial class Users { [Get("/"), {|#0:SlowConsumer(Drop.None)|}] string M() => ""; }""", "Users.M", "it returns no IAsyncEnumerable")]
    [InlineData("""[Handler, {|#0:SlowConsumer(Drop.None)|}] partial class Users { [Get("/")] string M() => ""; }""", "Users", "no method of it returns an IAsyncEnumerable")]
    [InlineData(
        """[Handler("GET /"), {|#0:SlowConsumer(Drop.None)|}] partial class Users { [OnRequest] void M() { } }""", "Users", "an event handler sees from Flow that its client is slow, and decides itself")]
    public Task PolicyWithoutItems_IsReported(string source, string name, string why) => Check.Source<LimitAnalyzer>(
        source, Check.Message(Rules.SlowConsumerWithoutItems, $"[SlowConsumer] of '{name}' has no effect, since {why}"));
}
