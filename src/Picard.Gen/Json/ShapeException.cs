using System.Text.Json;

namespace Picard.Gen;

/// <summary>The JSON is well-formed and not a value of the type. The reader throws for malformed JSON, so one catch serves both.</summary>
internal sealed class ShapeException(string matter) : JsonException(matter);
