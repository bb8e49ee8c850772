using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Picard.EndToEnd.Tests;

[Application, OpenApi(Title = "Greeter")]
internal sealed partial class DescribedGreeter;

[Handler(Application = typeof(DescribedGreeter))]
internal sealed partial class DescribedGreetings
{
    [Get("/hello/{name}")]
    private static string Greet(string name) => $"Hello, {name}!";
}

/// <summary>The description of an application as its clients get it.</summary>
public sealed class DescriptionTests : IAsyncLifetime
{
    private readonly PicardServer _server = PicardServer.Create<DescribedGreeter>(new ServerOptions { Urls = ["http://127.0.0.1:0"] });
    private readonly HttpClient _client = new();

    private Uri Url => new(new Uri(_server.Addresses[0]), "/openapi.json");

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Get_IsTheDocumentOfTheClass()
    {
        var response = await _client.GetAsync(Url);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var content = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(DescribedGreeter.OpenApiDocument, content);
        using var document = JsonDocument.Parse(content);
        Assert.Equal("Greeter", document.RootElement.GetProperty("info").GetProperty("title").GetString());
        Assert.True(document.RootElement.GetProperty("paths").TryGetProperty("/hello/{name}", out _));
    }

    [Fact]
    public async Task Head_HasNoContent()
    {
        var response = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Url));
        Assert.Equal(DescribedGreeter.OpenApiDocument.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_OfWhatTheClientHas_Is304()
    {
        var tag = (await _client.GetAsync(Url)).Headers.ETag!;
        var request = new HttpRequestMessage(HttpMethod.Get, Url) { Headers = { IfNoneMatch = { EntityTagHeaderValue.Parse(tag.Tag) } } };
        Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(request)).StatusCode);
    }
}
