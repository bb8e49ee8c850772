namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class ConditionalApplication;

[Handler(Application = typeof(ConditionalApplication))]
internal sealed partial class Tagged
{
    private static readonly EntityTag s_version = EntityTag.Strong("v1");
    private static readonly DateTimeOffset s_modified = new(1994, 11, 6, 8, 49, 37, 500, TimeSpan.Zero);

    [Get("/tagged")]
    private static Response Get() => new(StatusCode.Ok)
    {
        Content = "content"u8.ToArray(),
        ContentType = "text/plain",
        ETag = s_version,
        LastModified = s_modified,
        CacheControl = new CacheControl { MaxAge = TimeSpan.FromMinutes(1) },
        Fields = { { "Vary", "accept-encoding" } },
    };

    [Get("/dated")]
    private static Response GetDated() => new(StatusCode.Ok) { Content = "content"u8.ToArray(), LastModified = s_modified };

    [Put("/tagged")]
    private static StatusCode Put(Request request) =>
        Preconditions.Evaluate(request, s_version, s_modified) == Precondition.Holds ? StatusCode.NoContent : StatusCode.PreconditionFailed;

    [Put("/new")]
    private static StatusCode PutNew(Request request) =>
        Preconditions.Evaluate(request, tag: null) == Precondition.Holds ? StatusCode.NoContent : StatusCode.PreconditionFailed;

    [Get("/null")]
    private static string? Null() => null;
}
