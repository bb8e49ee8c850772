namespace Picard.Client.Interop;

// Both are gateways before our own server here, which has the targets: how they frame, buffer, close and refuse is their own.

/// <summary>nginx, with buffers for neither direction, so that what it sends follows what it gets.</summary>
internal sealed class NginxServer() : ServerProgramme("nginx")
{
    private readonly PicardInteropServer _origin = new();

    public override string Name => "nginx";

    public override string Package => "nginx-light";

    // Its connections are its own.
    public override IReadOnlySet<string> Without { get; } = new HashSet<string> { "close", "drop" };

    protected override async Task<IReadOnlyList<string>> PrepareAsync()
    {
        await _origin.StartAsync();
        var configuration = Path.Combine(Folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off; worker_processes 1; pid {{Folder}}/nginx.pid; error_log {{Folder}}/error.log crit;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 1000000; client_max_body_size 0;
              client_body_temp_path {{Folder}}; proxy_temp_path {{Folder}}; fastcgi_temp_path {{Folder}}; uwsgi_temp_path {{Folder}}; scgi_temp_path {{Folder}};
              upstream origin { server {{new Uri(_origin.Base).Authority}}; keepalive 64; }
              server {
                listen 127.0.0.1:{{Port}};
                location / {
                  proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off;
                }
              }
            }
            """);
        return ["-c", configuration];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _origin.DisposeAsync();
    }
}

/// <summary>haproxy.</summary>
internal sealed class HaproxyServer() : ServerProgramme("haproxy")
{
    private readonly PicardInteropServer _origin = new();

    public override string Name => "haproxy";

    public override bool HasSocket => true;

    public override string Package => "haproxy";

    // Its connections are its own.
    public override IReadOnlySet<string> Without { get; } = new HashSet<string> { "close", "drop" };

    protected override async Task<IReadOnlyList<string>> PrepareAsync()
    {
        await _origin.StartAsync();
        var configuration = Path.Combine(Folder.FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(configuration, $"""
            global
              nbthread 1
              no strict-limits
            defaults
              mode http
              timeout client 60s
              timeout server 60s
              timeout connect 5s
            frontend interop
              bind 127.0.0.1:{Port}
              default_backend origin
            backend origin
              server origin {new Uri(_origin.Base).Authority}

            """);
        return ["-db", "-f", configuration];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _origin.DisposeAsync();
    }
}
