namespace Picard.Gen;

/// <summary>One request with its response, as emitted code and the connection's driver see it.</summary>
public sealed class Exchange;
