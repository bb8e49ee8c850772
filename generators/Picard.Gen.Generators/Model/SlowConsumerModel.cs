namespace Picard.Gen.Generators;

/// <summary>What [SlowConsumer] says.</summary>
/// <param name="Drop">What is dropped, as text.</param>
/// <param name="MaxBytes">The limit, as text; null: it is missing, which fails at start and has its diagnostic from the analyzers.</param>
internal sealed record SlowConsumerModel(string Drop, string? MaxBytes);
