namespace Picard.Transport.Tests;

public sealed class InMemoryReadTests : ReadContract<InMemoryNetwork>;

public sealed class InMemoryWriteTests : WriteContract<InMemoryNetwork>;

public sealed class InMemoryCancellationTests : CancellationContract<InMemoryNetwork>;

public sealed class InMemoryStreamTests : StreamContract<InMemoryNetwork>;

public sealed class InMemoryConnectionTests : ConnectionContract<InMemoryNetwork>;

public sealed class InMemoryResourceTests : ResourceContract<InMemoryNetwork>;

public sealed class InMemoryResetTests : ResetContract<InMemoryNetwork>;

public sealed class InMemoryFileTests : FileContract<InMemoryNetwork>;
