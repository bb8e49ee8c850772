namespace Picard.Transport.Tests;

public sealed class EpollReadTests : ReadContract<EpollNetwork>;

public sealed class EpollWriteTests : WriteContract<EpollNetwork>;

public sealed class EpollCancellationTests : CancellationContract<EpollNetwork>;

public sealed class EpollStreamTests : StreamContract<EpollNetwork>;

public sealed class EpollConnectionTests : ConnectionContract<EpollNetwork>;

public sealed class EpollResourceTests : ResourceContract<EpollNetwork>;

public sealed class EpollResetTests : ResetContract<EpollNetwork>;

public sealed class EpollFileTests : FileContract<EpollNetwork>;
