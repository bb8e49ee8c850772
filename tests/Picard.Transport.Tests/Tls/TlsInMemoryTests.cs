namespace Picard.Transport.Tests;

public sealed class TlsInMemoryReadTests : ReadContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryWriteTests : WriteContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryCancellationTests : CancellationContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryStreamTests : StreamContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryConnectionTests : ConnectionContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryResourceTests : ResourceContract<TlsInMemoryNetwork>
{
    // SslStream's own: its operations are pooled by thread, and those of two ends on two threads meet an empty pool now and then. Four operations, of which each may miss.
    protected override long MaxExchangeBytes => 1024;
}

public sealed class TlsInMemoryResetTests : ResetContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryFileTests : FileContract<TlsInMemoryNetwork>;
