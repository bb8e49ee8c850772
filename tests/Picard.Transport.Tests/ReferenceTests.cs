namespace Picard.Transport.Tests;

// The pipe of System.IO.Pipelines keeps the contract: so the contract is that of PipeReader and PipeWriter, and not merely ours.
public sealed class PipeReadTests : ReadContract<PipeNetwork>;

public sealed class PipeCancellationTests : CancellationContract<PipeNetwork>;

public sealed class PipeStreamTests : StreamContract<PipeNetwork>;
