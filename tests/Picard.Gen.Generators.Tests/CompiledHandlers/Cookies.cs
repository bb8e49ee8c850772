using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class CookiesApplication;

[Handler(Application = typeof(CookiesApplication))]
internal sealed partial class Cookies
{
    [Get("/text")] private string Text([Cookie] string v) => v;
    [Get("/text/optional")] private string OptionalText([Cookie("v")] string? value) => value ?? "null";
    [Get("/text/default")] private string DefaultText([Cookie] string v = "default") => v;
    [Get("/text/array")] private string Texts([Cookie] string[] v) => string.Join('|', v);
    [Get("/number")] private string Number([Cookie] int v) => $"{v}";
    [Get("/number/optional")] private string OptionalNumber([Cookie] int? v) => $"{v}";
    [Get("/number/array")] private string Numbers([Cookie] int[] v) => string.Join('|', v);
    [Get("/guid")] private string Guid([Cookie("__Host-id")] Guid id) => $"{id}";
    [Get("/enum")] private string Enum([Cookie] Colour? v) => $"{v}";
}
