namespace Picard.Gen.Analyzers.Tests;

/// <summary>Responses whose content is on the way are disposed.</summary>
public class ConnectionAnalyzerTests
{
    [Theory]
    [InlineData("""
        async Task<string> Resp(HttpClient c, HttpRequestMessage m)
        {
            var r = {|PIC3017:await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead)|};
            return await r.Content.ReadAsStringAsync();
        }
        """)]
    [InlineData("""
        async Task<string?> RespEarly(HttpClient c, HttpRequestMessage m)
        {
            var r = {|PIC3017:await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead)|};
            if (!r.IsSuccessStatusCode)
                return null;
            var s = await r.Content.ReadAsStringAsync();
            r.Dispose();
            return s;
        }
        """)]
    [InlineData("""
        async Task<int> StreamOpen(HttpClient c)
        {
            var s = {|PIC3017:await c.GetStreamAsync("http://x")|};
            return s.ReadByte();
        }
        """)]
    public Task MissingDispose_IsReported(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));

    [Theory]
    [InlineData("""
        async Task<string> Resp(HttpClient c, HttpRequestMessage m)
        {
            using var r = await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead);
            return await r.Content.ReadAsStringAsync();
        }
        """)]
    [InlineData("""
        async Task<HttpResponseMessage> RespPass(HttpClient c, HttpRequestMessage m)
        {
            var r = await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead);
            r.EnsureSuccessStatusCode();
            return r;
        }
        """)]
    [InlineData("""
        async Task<Stream> RespStream(HttpClient c, HttpRequestMessage m)
        {
            var r = await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead);
            return await r.Content.ReadAsStreamAsync();
        }
        """)]
    [InlineData("""
        async Task<string> Plain(HttpClient c)
        {
            var r = await c.GetAsync("http://x");
            return await r.Content.ReadAsStringAsync();
        }
        """)]
    [InlineData("""
        async Task<string> Finally(HttpClient c, HttpRequestMessage m)
        {
            HttpResponseMessage? r = null;
            try
            {
                r = await c.SendAsync(m, HttpCompletionOption.ResponseHeadersRead);
                return await r.Content.ReadAsStringAsync();
            }
            finally
            {
                r?.Dispose();
            }
        }
        """)]
    [InlineData("""
        async Task Stream1(HttpClient c)
        {
            await using var s = await c.GetStreamAsync("http://x");
            s.ReadByte();
        }
        """)]
    [InlineData("""
        async Task StreamConfigured(HttpClient c, Stream file)
        {
            var s = await c.GetStreamAsync("http://x").ConfigureAwait(false);
            await using (s.ConfigureAwait(false))
            {
                await s.CopyToAsync(file);
            }
        }
        """)]
    [InlineData("""
        async Task Stream2(HttpClient c)
        {
            using var s = new StreamReader(await c.GetStreamAsync("http://x"));
            await s.ReadToEndAsync();
        }
        """)]
    public Task DisposedOrPassedOn_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));
}
