namespace Picard.Client;

/// <summary>An idle connection that is looked at outside the lock, and which idleness of it.</summary>
internal readonly record struct SweptConnection(ClientConnection Connection, long Generation);
