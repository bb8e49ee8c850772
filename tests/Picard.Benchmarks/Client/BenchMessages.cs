using System.Text.Json;
using System.Text.Json.Serialization;

namespace Picard.Benchmarks;

/// <summary>A member of what <c>/users/200</c> answers, without its text: what is allocated then is the client's.</summary>
internal readonly record struct Identity(int Id);

/// <summary>What <c>/upload</c> answers.</summary>
internal readonly record struct Receipt(long Received);

/// <summary>For .NET's client: its fastest way to read JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class BenchJson : JsonSerializerContext;
