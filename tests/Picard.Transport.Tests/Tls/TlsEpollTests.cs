namespace Picard.Transport.Tests;

public sealed class TlsEpollReadTests : ReadContract<TlsEpollNetwork>;

public sealed class TlsEpollWriteTests : WriteContract<TlsEpollNetwork>;

public sealed class TlsEpollCancellationTests : CancellationContract<TlsEpollNetwork>;

public sealed class TlsEpollStreamTests : StreamContract<TlsEpollNetwork>;

public sealed class TlsEpollConnectionTests : ConnectionContract<TlsEpollNetwork>;

public sealed class TlsEpollResourceTests : ResourceContract<TlsEpollNetwork>;

public sealed class TlsEpollResetTests : ResetContract<TlsEpollNetwork>;

public sealed class TlsEpollFileTests : FileContract<TlsEpollNetwork>;
