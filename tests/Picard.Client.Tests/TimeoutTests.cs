using System.IO.Pipelines;
using System.Text;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests;

public sealed class TimeoutTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ScriptedNetwork _network = new() { Watermarks = new Watermarks { HighBytes = 1024, LowBytes = 512 } };
    private readonly PicardClient _client;

    public TimeoutTests() => _client = new PicardClient(new ClientOptions { Connector = _network, TimeProvider = _time, TotalTimeout = TimeSpan.FromMinutes(10) });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Seed CL-37
    [Fact]
    public async Task Head_ThatDoesNotCome_IsAFaultAfterItsTime()
    {
        var began = _time.GetUtcNow();
        var asked = _client.GetAsync("http://127.0.0.1/").AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var fault = await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal(RequestFault.FirstByteTimeout, fault.Fault);
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromSeconds(30));
        Assert.False(await server.ReadToEndAsync());
    }

    // Seed CL-38
    [Fact]
    public async Task Content_ThatStandsStill_IsAFaultAfterItsTime()
    {
        await using var response = await BeginAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHel");
        Assert.Equal("Hel", Encoding.ASCII.GetString(await response.ReadAsync()));
        var began = _time.GetUtcNow();
        var fault = await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(response.ReadAsync().AsTask()));
        Assert.Equal(RequestFault.ContentTimeout, fault.Fault);
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Caller_ThatDoesNotRead_IsNotTimed()
    {
        await using var response = await BeginAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHel");
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Hel", await response.ReadTextAsync());
    }

    // Seed A.15.4
    [Fact]
    public async Task Total_EndsAlsoWhatMovesOn()
    {
        await using var response = await BeginAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nH");
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("H", Encoding.ASCII.GetString(await response.ReadAsync()));
        var fault = await Assert.ThrowsAsync<RequestException>(async () => await response.ReadAsync());
        Assert.Equal(RequestFault.TotalTimeout, fault.Fault);
    }

    [Fact]
    public async Task Total_CountsFromTheRequest_AlsoAfterALongIdleTime()
    {
        _time.Advance(TimeSpan.FromHours(1));
        await using var response = await BeginAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHel");
        Assert.Equal("Hel", await response.ReadTextAsync());
    }

    [Fact]
    public async Task Server_ThatTakesNothing_IsAFaultAfterItsTime()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 100_000));
        await pipe.Writer.WriteAsync(new byte[50_000]);
        await pipe.Writer.CompleteAsync();
        var asked = _client.SendAsync(new ClientRequest(Method.Post, "http://127.0.0.1/") { ContentPipe = pipe.Reader }).AsTask();
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var fault = await Assert.ThrowsAsync<RequestException>(() => PassUntilAsync(asked));
        Assert.Equal(RequestFault.ContentTimeout, fault.Fault);
        Assert.Contains("took nothing of the request", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExpectContinue_SendsItsContentAfterATime_AskedForOrNot()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        var asked = _client.SendAsync(new ClientRequest(Method.Put, "http://127.0.0.1/") { ContentPipe = pipe.Reader, ContentStart = ContentStart.OnContinue });
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("3\r\nabc\r\n0\r\n\r\n", await server.ReadUntilAsync("0\r\n\r\n"));
        await server.RespondAsync("");
        await using var response = await asked;
        Assert.Equal(StatusCode.Ok, response.Status);
    }

    private async Task<ClientResponse> BeginAsync(string octets)
    {
        var asked = _client.GetAsync("http://127.0.0.1/");
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.SendAsync(octets);
        return await asked;
    }

    /// <summary>Lets time pass until something has come of it.</summary>
    private async Task<T> PassUntilAsync<T>(Task<T> waiting)
    {
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        return await waiting;
    }
}
