namespace Picard.Transport.Tests;

public sealed class EpollUnixReadTests : ReadContract<EpollUnixNetwork>;

public sealed class EpollUnixWriteTests : WriteContract<EpollUnixNetwork>;

public sealed class EpollUnixCancellationTests : CancellationContract<EpollUnixNetwork>;

public sealed class EpollUnixStreamTests : StreamContract<EpollUnixNetwork>;

public sealed class EpollUnixConnectionTests : ConnectionContract<EpollUnixNetwork>;

public sealed class EpollUnixResourceTests : ResourceContract<EpollUnixNetwork>;

public sealed class EpollUnixFileTests : FileContract<EpollUnixNetwork>;
