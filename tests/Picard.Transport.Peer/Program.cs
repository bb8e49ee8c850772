using System.Globalization;
using Picard.Transport.Peer;

// The other end of the transport's tests, in a process of its own: so that its descriptors do not count as the test's, or so that it may run out of them.
return args switch
{
    ["connect", var port, var count] => IdleClients.Run(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)),
    ["listen", var transport] => await EchoListener.RunAsync(transport),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Picard.Transport.Peer connect PORT COUNT | listen epoll | listen sockets");
    return 1;
}
