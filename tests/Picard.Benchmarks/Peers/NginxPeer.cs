namespace Picard.Benchmarks;

/// <summary>nginx with one worker, as a machine with one core for it would run it. It answers /json from its configuration and /bytes and /files from a file; or it forwards everything.</summary>
internal static class NginxPeer
{
    public static IReadOnlyList<string> Command(int port, string folder)
    {
        var large = Directory.CreateDirectory(Path.Combine(folder, "bytes"));
        File.WriteAllBytes(Path.Combine(large.FullName, "1048576"), new byte[1_048_576]);
        return Start(folder, $$"""
            server {
              listen 127.0.0.1:{{port}} backlog=4096;
              location / { return 200 "Hello, World!"; }
              location = /json { default_type application/json; return 200 '{"message":"Hello, World!"}'; }
              location /files/ { alias {{folder}}/bytes/; default_type application/octet-stream; }
              location /bytes/ { root {{folder}}; default_type application/octet-stream; }
            }
            """);
    }

    /// <summary>As a proxy it keeps its connections to the server behind it, and tells of the client what ours does; it buffers as it does by default.</summary>
    public static IReadOnlyList<string> ProxyCommand(int port, string folder, int upstreamPort) => Start(folder, $$"""
        upstream bench { server 127.0.0.1:{{upstreamPort}}; keepalive 1024; keepalive_requests 1000000000; }
        server {
          listen 127.0.0.1:{{port}} backlog=4096; client_max_body_size 0;
          location / {
            proxy_pass http://bench; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
          }
        }
        """);

    // A worker of root's becomes another user unless told not to, and may then not read the folder.
    private static IReadOnlyList<string> Start(string folder, string servers)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off; worker_processes 1; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log crit;
            events { worker_connections 16384; }
            http {
              access_log off; sendfile on; keepalive_requests 1000000000; keepalive_timeout 130s; default_type text/plain;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              {{servers}}
            }
            """);
        return [Programs.Find("nginx")!, "-c", configuration];
    }
}
