using Picard.Http;

namespace Picard.Gen;

/// <summary>What becomes of a response to GET or HEAD whose resource is described by an entity tag or a date, once the request's conditions are looked at.</summary>
internal static class ConditionalResponse
{
    /// <summary>The response to send: the one given, a 304 in its place, or a 412.</summary>
    public static Response Apply(Response response, Method method, FieldSection fields)
    {
        // RFC 9110 §13.2.1: conditions are for what would have succeeded without them, and here for methods that change nothing.
        if ((response.ETag is null && response.LastModified is null) || response.Status != StatusCode.Ok || (method != Method.Get && method != Method.Head))
        {
            return response;
        }

        return Preconditions.Evaluate(fields, isRetrieval: true, response.ETag, response.LastModified) switch
        {
            Precondition.NotModified => WithoutContent(response, StatusCode.NotModified),
            Precondition.Failed => WithoutContent(response, StatusCode.PreconditionFailed),
            _ => response,
        };
    }

    private static Response WithoutContent(Response response, StatusCode status)
    {
        var bare = new Response(status);
        CopyWithoutContent(response.Fields, bare.Fields);
        return bare;
    }

    /// <summary>The fields of a response that is sent in place of another and without its content.</summary>
    public static ResponseFields WithoutContent(ResponseFields fields)
    {
        var bare = new ResponseFields();
        CopyWithoutContent(fields, bare);
        return bare;
    }

    private static void CopyWithoutContent(ResponseFields fields, ResponseFields bare)
    {
        foreach (var field in fields)
        {
            // RFC 9110 §15.4.5: what a 200 would have said to caches, and no metadata of a content that is not there.
            if (!field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || field.Name.Equals("Content-Location", StringComparison.OrdinalIgnoreCase))
            {
                bare.Add(field.Name, field.Value);
            }
        }
    }
}
