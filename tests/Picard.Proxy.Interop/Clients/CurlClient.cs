using System.Security.Cryptography;
using System.Text;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>curl.</summary>
internal sealed class CurlClient() : ClientProgramme("curl")
{
    private const int LargeBytes = 4 * 1024 * 1024;
    private const string Text = "Hello, World!";

    public override string Name => "curl";

    public override string Package => "curl";

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks => new Dictionary<string, Func<string, Task>>
    {
        ["get"] = async at => Require.Equal(Text, await TextAsync(at + "/text"), "the content"),
        ["http/1.0"] = async at => Require.Equal(Text, await TextAsync("--http1.0", at + "/text"), "the content"),
        ["head"] = async at => Require.That((await TextAsync("--head", at + "/text")).StartsWith("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal), "there is no 200"),
        ["several"] = async at => Require.Equal(Text + Text + Text, await TextAsync(at + "/text", at + "/text", at + "/text"), "the content"),
        ["chunked"] = async at => Require.Equal(100_000, Compare(await GetAsync(at + "/chunked")), "the length of the content"),
        ["chunked, http/1.0"] = async at => Require.Equal(100_000, Compare(await GetAsync("--http1.0", at + "/chunked")), "the length of the content"),
        ["large"] = async at => Require.Equal(LargeBytes, Compare(await GetAsync($"{at}/large/{LargeBytes}")), "the length of the content"),
        ["upload with length"] = at => UploadAsync(at),
        ["upload in chunks"] = at => UploadAsync(at, "-H", "Transfer-Encoding: chunked"),
        ["upload, http/1.0"] = at => UploadAsync(at, "--http1.0"),
        ["expect"] = at => UploadAsync(at, "-H", "Expect: 100-continue"),
        ["expect, in chunks"] = at => UploadAsync(at, "-H", "Expect: 100-continue", "-H", "Transfer-Encoding: chunked"),
    };

    private static long Compare(byte[] content) => Pattern.Compare(new(content), 0);

    private Task<byte[]> GetAsync(params IEnumerable<string> arguments) => RunAsync(["-sS", "--fail", .. arguments]);

    private async Task<string> TextAsync(params string[] arguments) => Encoding.ASCII.GetString(await GetAsync(arguments));

    private async Task UploadAsync(string at, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            var content = Pattern.Of(LargeBytes);
            await File.WriteAllBytesAsync(file, content);
            var answer = await TextAsync([.. arguments, "-X", "POST", "-T", file, at + "/digest"]);
            Require.Equal($"{content.Length} {Convert.ToHexStringLower(SHA256.HashData(content))}", answer, "the digest");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
