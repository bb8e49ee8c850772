namespace Picard.Benchmarks;

/// <summary>haproxy with one thread, which answers by itself: it has no server behind it.</summary>
internal static class HaproxyPeer
{
    public static IReadOnlyList<string> Command(int port, string folder)
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
            frontend bench
              bind 127.0.0.1:{{port}}
              http-request wait-for-body time 5s if { path /echo }
              http-request return status 200 content-type application/octet-stream lf-string "%[req.body]" if { path /echo }
              http-request return status 200 content-type text/plain string "Hello, World!"

            """);
        return [Programs.Find("haproxy")!, "-db", "-f", configuration];
    }
}
