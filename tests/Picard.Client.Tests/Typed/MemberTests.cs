namespace Picard.Client.Tests.Typed;

/// <summary>[Parameters]: the members of a record are the path, the query, fields, cookies and the form.</summary>
public sealed class MemberTests : TypedClient
{
    [Fact]
    public Task Members_GoWhereParametersOfTheirNamesWould() => Sends(
        "GET /v1/shelves/a%2Fb/books?q=Emma&pageSize=20&tags=x&tags=y HTTP/1.1\r\naccept-language: de\r\nCookie: session=s1\r\n\r\n",
        shop => shop.Books(new BookQuery("a/b", "Emma", "de") { Session = "s1", Tags = ["x", "y"] }).AsTask());

    [Fact]
    public Task MembersThatAreNull_AreLeftOut() => Sends(
        "GET /v1/shelves/a/books?q=Emma&pageSize=5 HTTP/1.1\r\nCookie: session=s1\r\n\r\n",
        shop => shop.Books(new BookQuery("a", "Emma") { Session = "s1", PageSize = 5 }).AsTask());

    [Fact]
    public async Task MembersOfAForm_AreItsFields_BesideParameters()
    {
        var asked = Shop.Review(9, new Review { Title = "So so", Stars = 3 }, verbose: true).AsTask();
        Assert.StartsWith("POST /v1/books/9/reviews?verbose=true HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 21\r\n", await ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("title=So%20so&stars=3", await Server.ReadAsync(21));
        await RespondAsync("204 No Content");
        await asked;
    }

    [Fact]
    public void MemberOfThePath_ThatIsEmpty_IsRefused() => Assert.Throws<ArgumentException>(() => { _ = Shop.Books(new BookQuery("", "Emma") { Session = "s1" }).AsTask(); });

    private async Task Sends(string head, Func<IShop, Task> call)
    {
        var asked = call(Shop);
        Assert.Equal(head, await ReadHeadAsync());
        await RespondAsync("500 Internal Server Error");
        await Assert.ThrowsAsync<StatusException>(() => asked);
    }
}
