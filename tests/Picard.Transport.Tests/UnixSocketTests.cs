namespace Picard.Transport.Tests;

public sealed class UnixSocketReadTests : ReadContract<UnixSocketNetwork>;

public sealed class UnixSocketWriteTests : WriteContract<UnixSocketNetwork>;

public sealed class UnixSocketCancellationTests : CancellationContract<UnixSocketNetwork>;

public sealed class UnixSocketStreamTests : StreamContract<UnixSocketNetwork>;

public sealed class UnixSocketConnectionTests : ConnectionContract<UnixSocketNetwork>;

public sealed class UnixSocketResourceTests : ResourceContract<UnixSocketNetwork>;

public sealed class UnixSocketFileTests : FileContract<UnixSocketNetwork>;
