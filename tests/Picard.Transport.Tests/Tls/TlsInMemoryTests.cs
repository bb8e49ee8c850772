namespace Picard.Transport.Tests;

public sealed class TlsInMemoryReadTests : ReadContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryWriteTests : WriteContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryCancellationTests : CancellationContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryStreamTests : StreamContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryConnectionTests : ConnectionContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryResourceTests : ResourceContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryResetTests : ResetContract<TlsInMemoryNetwork>;

public sealed class TlsInMemoryFileTests : FileContract<TlsInMemoryNetwork>;
