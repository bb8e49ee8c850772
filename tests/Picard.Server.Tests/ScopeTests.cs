using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>The services of an exchange end with it, whatever becomes of it.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task Scope_HasEndedBeforeTheNextExchangeBegins()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        var stream = await server.ConverseAsync(Get("/scoped") + Get("/scoped-later") + Get("/scoped", "Connection: close\r\n"));
        Assert.Equal(["200", "200", "200"], StatusesOf(stream));
        Assert.Contains("scope 1, 0 ended", stream, StringComparison.Ordinal);
        Assert.EndsWith("scope 3, 2 ended", stream, StringComparison.Ordinal);
        Assert.Equal((3, 3), (server.Handler.Scopes.Begun, server.Handler.Scopes.Ended));
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Scope_OfAHandlerThatThrows_Ends()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        var stream = await server.ConverseAsync(Get("/scoped-throw", "Connection: close\r\n"));
        Assert.Equal(["500"], StatusesOf(stream));
        Assert.Equal((1, 1), (server.Handler.Scopes.Begun, server.Handler.Scopes.Ended));
    }

    [Fact]
    public async Task Scope_WhoseEndThrows_IsLoggedAndTheAnswerIsSent()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory);
        server.Handler.Scopes.Fault = new InvalidOperationException("thrown at the end");
        var stream = await server.ConverseAsync(Get("/scoped") + Get("/hello", "Connection: close\r\n"));
        Assert.Equal(["200", "200"], StatusesOf(stream));
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
    }
}
