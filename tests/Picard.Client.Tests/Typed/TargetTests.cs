namespace Picard.Client.Tests.Typed;

public sealed class TargetTests : TypedClient
{
    [Fact]
    public Task RouteValue_IsASegment_AfterTheBasePath() => Sends("GET /v1/items/42", shop => shop.Item(42).AsTask());

    [Fact]
    public Task QueryValues_AreEncodedRepeatedAndLeftOut() =>
        Sends("GET /v1/search?q=a%20b%26c&colors=Red&colors=Green&since=2026-01-02T03%3A04%3A05.0000000Z&exact=true", shop => shop.Search("a b&c", null, [Color.Red, Color.Green], new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), true).AsTask());

    [Fact]
    public Task DatesAndTimes_AreWhole() => Sends("GET /v1/times/2026-01-02?at=03%3A04%3A05.6780000", shop => shop.Times(new DateOnly(2026, 1, 2), new TimeOnly(3, 4, 5, 678)).AsTask());

    [Fact]
    public Task Rest_KeepsSlashes() => Sends("GET /v1/files/a/b%20c/%C3%A9", shop => shop.File("a/b c/\u00e9").AsTask());

    [Fact]
    public Task OptionalSegment_IsThereIfItHasAValue() => Sends("GET /v1/list/Green/2", shop => shop.Kinds(Color.Green, 2).AsTask());

    [Fact]
    public Task OptionalSegment_OfNull_IsLeftOut() => Sends("GET /v1/list/Red", shop => shop.Kinds(Color.Red, null).AsTask());

    [Fact]
    public Task Root_KeepsTheBasePathAndItsSlash() => Sends("GET /v1/", shop => shop.Root().AsTask());

    [Fact]
    public Task LiteralsOfThePattern_AreEncoded_AndASlashAtTheEndIsKept() => Sends("GET /v1/caf%C3%A9/", shop => shop.Encoded().AsTask());

    [Theory]
    [InlineData("../secrets")]
    [InlineData("a/./b")]
    [InlineData("..")]
    public void DotSegment_OfARest_IsRefused(string path) => Assert.Contains("dot segment", Assert.Throws<ArgumentException>(() => { _ = Shop.File(path).AsTask(); }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(null)]
    public void SegmentThatWouldBeAnotherResource_IsRefused(string? owner)
    {
        var hub = PicardClient.Create<Hub.IGitHub>(Client);
        Assert.Throws<ArgumentException>(() => { _ = hub.Repo(owner!, "name").AsTask(); });
    }

    [Fact]
    public Task BaseUriOfTheCaller_TakesThePlaceOfTheAttributes() =>
        Sends("GET /api/v2/items/1", _ => PicardClient.Create<IShop>(Client, "http://127.0.0.1/api/v2").Item(1).AsTask());

    [Theory]
    [InlineData("http://127.0.0.1/?a=b", "a query")]
    [InlineData("http://127.0.0.1/#a", "a fragment")]
    [InlineData("http://me@127.0.0.1/", "user information")]
    [InlineData("ftp://127.0.0.1/", "no absolute URI")]
    [InlineData("shop.example", "no absolute URI")]
    public void BaseUriThatIsNone_IsRefused_ByTheNameThatItsCallerKnows(string uri, string why)
    {
        var thrown = Assert.Throws<ArgumentException>(() => PicardClient.Create<IShop>(Client, baseUri: uri));
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        Assert.Equal("baseUri", thrown.ParamName);
    }

    private async Task Sends(string requestLine, Func<IShop, Task> call)
    {
        var asked = call(Shop);
        Assert.Equal($"{requestLine} HTTP/1.1\r\n\r\n", await ReadHeadAsync());
        await RespondAsync("500 Internal Server Error");
        await Assert.ThrowsAsync<StatusException>(() => asked);
    }
}
