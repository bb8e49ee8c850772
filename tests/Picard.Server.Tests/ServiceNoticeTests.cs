using System.Net.Sockets;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>What a service manager is told.</summary>
public sealed class ServiceNoticeTests
{
    [Fact] // sd_notify(3)
    public void ServiceSupervisor_HearsWhatItIsTold()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            ServiceSupervisor.Notify("READY=1", path);
            var octets = new byte[64];
            Assert.Equal("READY=1", Encoding.ASCII.GetString(octets, 0, manager.Receive(octets)));

            // Nobody there is nobody's fault.
            ServiceSupervisor.Notify("READY=1", path + "x");
            ServiceSupervisor.Notify("READY=1", null);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
