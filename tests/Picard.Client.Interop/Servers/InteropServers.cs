namespace Picard.Client.Interop;

/// <summary>Every server there is to check against.</summary>
internal static class InteropServers
{
    public static IReadOnlyDictionary<string, Func<InteropServer>> All { get; } = new Dictionary<string, Func<InteropServer>>
    {
        ["picard"] = static () => new PicardInteropServer(),
        ["kestrel"] = static () => new KestrelServer(),
        ["node"] = static () => new ScriptServer("node", "node", "nodejs", "server.mjs"),
        ["python"] = static () => new ScriptServer("python", "python3", "python3", "server.py"),
        ["nginx"] = static () => new NginxServer(),
        ["haproxy"] = static () => new HaproxyServer(),
        ["openssl"] = static () => new OpenSslServer(),
    };
}
