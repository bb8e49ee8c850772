using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Picard.Middleware.Tests;

[Application, Use<ExceptionPage>]
public partial class DevelopedApp;

[Handler(Application = typeof(DevelopedApp))]
public partial class DevelopedPages
{
    [Get("/fails")] private static string Fail(string message) => throw new InvalidOperationException(message, new TimeoutException("inner"));

    [Get("/late")]
    private static async ValueTask<string> Late()
    {
        await Task.Yield();
        throw new AggregateException(new TimeoutException("first"), new FormatException("second"));
    }

    [Get("/begun")]
    private static async ValueTask Begun(ContentWriter content)
    {
        content.Write("begun"u8);
        await content.FlushAsync();
        throw new TimeoutException("late");
    }
}

public sealed class ExceptionPageTests
{
    [Fact]
    public async Task Browser_GetsAPageWithExceptionStackAndRequest()
    {
        var page = await SendAsync("/fails?message=what+now", "Accept: text/html,*/*;q=0.8\r\nX-Seen: yes\r\n");
        Assert.StartsWith("HTTP/1.1 500 ", page, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/html; charset=utf-8\r\n", page, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", page, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", page, StringComparison.Ordinal);
        Assert.Contains("what now", page, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException", page, StringComparison.Ordinal);
        Assert.Contains("DevelopedPages.Fail(", page, StringComparison.Ordinal);
        Assert.Contains("GET /fails?message=what+now", page, StringComparison.Ordinal);
        Assert.Contains("X-Seen</td><td>yes", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Accept: */*\r\n")]
    [InlineData("Accept: application/json\r\n")]
    public async Task Script_GetsAProblem(string fields)
    {
        var answer = await SendAsync("/late", fields);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", answer, StringComparison.Ordinal);
        using var problem = JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(500, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(
            ["System.AggregateException", "System.TimeoutException", "System.FormatException"],
            problem.RootElement.GetProperty("exceptions").EnumerateArray().Select(static e => e.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task WhatAClientSent_IsTextAndNotMarkup(string accept)
    {
        var page = await SendAsync("/fails?message=%3Cscript%3Ealert(1)%3C/script%3E", $"Accept: {accept}\r\nX-Seen: <b>\"'&\r\n");
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task Secrets_AreNotShown_NotEvenWhereAnExceptionRepeatsThem(string accept)
    {
        var page = await SendAsync(
            "/fails?message=token+abcdefgh+is+wrong",
            $"Accept: {accept}\r\nAuthorization: Bearer abcdefgh\r\nProxy-Authorization: Basic cXV1eA==\r\nCookie: id=ijklmnop; theme=dark\r\nX-Api-Key: qrstuvwx\r\nX-Repeats: ijklmnop\r\n");
        Assert.All(["abcdefgh", "cXV1eA", "ijklmnop", "qrstuvwx", "dark"], secret => Assert.DoesNotContain(secret, page, StringComparison.Ordinal));
        Assert.Contains("Authorization", page, StringComparison.Ordinal);
        Assert.Contains("(hidden) is wrong", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_IsTheDefault_AndAnswersAsWithoutIt()
    {
        foreach (object[] options in new object[][] { [], [new ExceptionPageOptions()] })
        {
            await using var server = await TestServer.StartAsync(Network.InMemory, Applications.Create<DevelopedApp>(options));
            var answer = await server.ConverseAsync(Get("/fails?message=what+now", "Accept: text/html\r\n"));
            Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("what now", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/fails?message=what+now", "what now")]
    [InlineData("/late", "One or more errors occurred. (first) (second)")]
    public async Task ExceptionThatIsShown_IsLoggedToo_Once(string target, string message)
    {
        await using var server = await StartAsync();
        _ = await server.ConverseAsync(Get(target, ""));
        Assert.Equal(message, Assert.Single(server.Log.From(LogLevel.Error)).Exception?.Message);
    }

    [Fact]
    public async Task ResponseThatHasBegun_IsReset()
    {
        await using var server = await StartAsync();
        Assert.Equal("(reset)", await server.ConverseAsync(Get("/begun", "")));
    }

    private static string Get(string target, string fields) => $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{fields}\r\n";

    private static async Task<string> SendAsync(string target, string fields)
    {
        await using var server = await StartAsync();
        return await server.ConverseAsync(Get(target, fields));
    }

    private static Task<TestServer> StartAsync() =>
        TestServer.StartAsync(Network.InMemory, Applications.Create<DevelopedApp>(new ExceptionPageOptions { Details = ExceptionDetails.ShownInDevelopment }));
}
