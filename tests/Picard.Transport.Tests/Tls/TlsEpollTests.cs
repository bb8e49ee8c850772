namespace Picard.Transport.Tests;

public sealed class TlsEpollReadTests : ReadContract<TlsEpollNetwork>;

public sealed class TlsEpollWriteTests : WriteContract<TlsEpollNetwork>;

public sealed class TlsEpollCancellationTests : CancellationContract<TlsEpollNetwork>;

public sealed class TlsEpollStreamTests : StreamContract<TlsEpollNetwork>;

public sealed class TlsEpollConnectionTests : ConnectionContract<TlsEpollNetwork>;

public sealed class TlsEpollResourceTests : ResourceContract<TlsEpollNetwork>
{
    // SslStream's own: its operations are pooled by thread, and those of two ends on two threads meet an empty pool now and then. Four operations, of which each may miss.
    protected override long MaxExchangeBytes => 1024;
}

public sealed class TlsEpollResetTests : ResetContract<TlsEpollNetwork>;

public sealed class TlsEpollFileTests : FileContract<TlsEpollNetwork>;
