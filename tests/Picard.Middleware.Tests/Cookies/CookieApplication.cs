namespace Picard.Middleware.Tests;

[Application]
public partial class CookieApplication;

[Handler(Application = typeof(CookieApplication))]
public partial class Cookied
{
    [Get("/set")]
    private static Response Set()
    {
        var response = new Response(StatusCode.NoContent);
        response.Fields.SetCookie(new ResponseCookie("note", ResponseCookie.Encode("a b")));
        return response;
    }

    [Get("/read")] private static string Read([Cookie] string note) => note;
}
