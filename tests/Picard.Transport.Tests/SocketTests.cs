namespace Picard.Transport.Tests;

public sealed class SocketReadTests : ReadContract<SocketNetwork>;

public sealed class SocketWriteTests : WriteContract<SocketNetwork>;

public sealed class SocketCancellationTests : CancellationContract<SocketNetwork>;

public sealed class SocketStreamTests : StreamContract<SocketNetwork>;

public sealed class SocketConnectionTests : ConnectionContract<SocketNetwork>;

public sealed class SocketResourceTests : ResourceContract<SocketNetwork>;

public sealed class SocketResetTests : ResetContract<SocketNetwork>;

public sealed class SocketFileTests : FileContract<SocketNetwork>;
