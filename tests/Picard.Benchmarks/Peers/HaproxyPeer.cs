namespace Picard.Benchmarks;

/// <summary>haproxy with one thread, which answers by itself, with no server behind it; or forwards everything.</summary>
internal static class HaproxyPeer
{
    public static IReadOnlyList<string> Command(int port, string folder) => Start(folder, $$"""
        frontend bench
          bind 127.0.0.1:{{port}}
          http-request wait-for-body time 5s if { path /echo }
          http-request return status 200 content-type application/octet-stream lf-string "%[req.body]" if { path /echo }
          http-request return status 200 content-type text/plain string "Hello, World!"

        """);

    /// <summary>As a proxy it keeps its connections to the server behind it for whoever comes next, and tells of the client what ours does.</summary>
    public static IReadOnlyList<string> ProxyCommand(int port, string folder, int upstreamPort) => Start(folder, $$"""
        listen bench
          bind 127.0.0.1:{{port}}
          option forwardfor
          http-request set-header X-Forwarded-Proto http
          http-request set-header X-Forwarded-Host %[req.hdr(host)]
          http-reuse always
          server upstream 127.0.0.1:{{upstreamPort}}

        """);

    private static IReadOnlyList<string> Start(string folder, string sections)
    {
        var configuration = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(configuration, $$"""
            global
              nbthread 1
              maxconn 8192
              no strict-limits
            defaults
              mode http
              timeout client 130s
              timeout server 130s
              timeout connect 5s
              timeout http-request 15s
              timeout http-keep-alive 130s
            {{sections}}
            """);
        return [Programs.Find("haproxy")!, "-db", "-f", configuration];
    }
}
