namespace Picard.Benchmarks;

/// <summary>A command line, or a machine, that the benchmarks cannot run with; its message is the one line shown.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UsageException(string message) : Exception(message);
