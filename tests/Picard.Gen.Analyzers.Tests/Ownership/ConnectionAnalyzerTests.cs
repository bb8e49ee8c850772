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
    [InlineData("""
        async Task<string> Read(PicardClient client, string u)
        {
            var r = {|PIC3017:await client.GetAsync(u)|};
            return await r.ReadTextAsync();
        }
        """)]
    [InlineData("""
        async Task<string?> Early(PicardClient client, ClientRequest request)
        {
            var r = {|PIC3017:await client.SendAsync(request).ConfigureAwait(false)|};
            if (r.Status != StatusCode.Ok)
                return null;
            var text = await r.ReadTextAsync();
            await r.DisposeAsync();
            return text;
        }
        """)]
    [InlineData("""
        [Client("http://a")] public interface IShop { [Get("/")] Task<ClientResponse> File(); }
        async Task<StatusCode> Status(IShop shop)
        {
            var r = {|PIC3017:await shop.File()|};
            return r.Status;
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
    [InlineData("""
        async Task<string> Read(PicardClient client, string u)
        {
            await using var r = await client.GetAsync(u);
            return await r.ReadTextAsync();
        }
        """)]
    [InlineData("""
        async Task<StatusCode> Configured(PicardClient client, string u)
        {
            var r = await client.GetAsync(u).ConfigureAwait(false);
            await using (r.ConfigureAwait(false))
            {
                return r.Status;
            }
        }
        """)]
    [InlineData("""
        async Task<ClientResponse> Pass(PicardClient client, string u)
        {
            var r = await client.GetAsync(u);
            _n = (int)(r.ContentLength ?? 0);
            return r;
        }
        """)]
    [InlineData("""
        async Task Finally(PicardClient client, string u)
        {
            var r = await client.GetAsync(u);
            try
            {
                _n = (await r.ReadAllAsync()).Length;
            }
            finally
            {
                await r.DisposeAsync();
            }
        }
        """)]
    [InlineData("""
        private ClientResponse? _kept;
        async Task Keep(PicardClient client, string u) => _kept = await client.GetAsync(u);
        """)]
    [InlineData("""
        [Client("http://a")] public interface IShop { [Get("/")] Task<ClientResponse> File(); }
        async Task<StatusCode> Status(IShop shop)
        {
            await using var r = await shop.File();
            return r.Status;
        }
        """)]
    [InlineData("""
        async Task<string> Later(PicardClient client, string u)
        {
            var pending = client.GetAsync(u);
            _n = 1;
            await using var r = await pending;
            return await r.ReadTextAsync();
        }
        """)]
    [InlineData("""
        private Task<ClientResponse> Kept() => null!;
        async Task<StatusCode> Status() => (await Kept()).Status;
        """)]
    public Task DisposedOrPassedOn_IsFine(string member) => Check.Source<LifetimeAnalyzer>(PoolSource.With(member));
}
