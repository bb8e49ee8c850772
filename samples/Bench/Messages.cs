// What the endpoints take and return as JSON. Structs, so that a request leaves no garbage behind.
public readonly record struct Greeting(string Message);

public readonly record struct User(int Id, string Name);

public readonly record struct Addends(int X, int Y);

public readonly record struct Total(long Sum);

public readonly record struct Usage(long AllocatedBytes, long Requests, int Gen0, int Gen1, int Gen2, long WorkingSet);
