namespace Picard.Proxy.Interop;

/// <summary>Every client there is to check with, but our own.</summary>
internal static class GatewayClients
{
    public static IReadOnlyDictionary<string, Func<GatewayClient>> All { get; } = new Dictionary<string, Func<GatewayClient>>
    {
        ["dotnet"] = static () => new DotNetClient(),
        ["websocket"] = static () => new SocketClient(),
        ["curl"] = static () => new CurlClient(),
        ["node"] = static () => new ScriptClient("node", "node", "nodejs", "client.mjs"),
        ["python"] = static () => new ScriptClient("python", "python3", "python3", "client.py"),
        ["java"] = static () => new ScriptClient("java", "java", "default-jdk-headless", "Client.java"),
        ["wrk"] = static () => new WrkClient(),
        ["h2load"] = static () => new H2LoadClient(),
        ["ab"] = static () => new ApacheBenchClient(),
    };
}
