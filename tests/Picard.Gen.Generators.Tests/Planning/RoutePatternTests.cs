namespace Picard.Gen.Generators.Tests;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", "")]
    [InlineData("/users", "/users")]
    [InlineData("/users/", "/users")]
    [InlineData("/users/{id}", "/users {}")]
    [InlineData("/users/{id:int}", "/users :int")]
    [InlineData("/{a:long:min(-3)}", ":long:min(-3)")]
    [InlineData("/{a:max( 3 )}", ":max(3)")]
    [InlineData("/{a:range(1,5)}", ":range(1,5)")]
    [InlineData("/{a:length(3)}", ":length(3,3)")]
    [InlineData("/{a:length(1,3):alpha}", ":alpha:length(1,3)")]
    [InlineData("/{a:regex(^a/(b|c)\\)[)]$)}/x", ":regex(^a/(b|c)\\)[)]$) /x")]
    [InlineData("/{a:regex(^\\d{{3}}$)}", ":regex(^\\d{3}$)")]
    [InlineData("/{a:regex(^\\d{3}$)}", ":regex(^\\d{3}$)")]
    [InlineData("/{a?}/{b:int?}/{c=1}", "{} :int {}")]
    [InlineData("/files/{**rest}", "/files {**}")]
    [InlineData("/files/{*rest}", "/files {**}")]
    [InlineData("/über/%41", "/über /%41")]
    public void Pattern_ThatIsGood_IsUnderstood(string text, string keys)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var error), error?.Message);
        Assert.Equal(keys, string.Join(' ', pattern!.Segments.Select(static s => s.Key)));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "must begin with '/'", 0, 0)]
    [InlineData("users", "must begin with '/'", 0, 1)]
    [InlineData("/a//b", "empty segment", 2, 2)]
    [InlineData("/a/../b", "dot segment", 3, 2)]
    [InlineData("/a/x{id}", "mixes literal text", 3, 5)]
    [InlineData("/a/{id}x", "mixes literal text", 3, 5)]
    [InlineData("/a/{id", "does not close the parameter 'id'", 3, 3)]
    [InlineData("/a/id}", "mixes literal text", 3, 3)]
    [InlineData("/{}", "without a name", 1, 2)]
    [InlineData("/{1a}", "without a name", 1, 4)]
    [InlineData("/{a:}", "unknown constraint ''", 4, 0)]
    [InlineData("/{a:integer}", "unknown constraint 'integer'", 4, 7)]
    [InlineData("/{a:int(3)}", "takes none", 4, 6)]
    [InlineData("/{a:min}", "needs numbers", 4, 3)]
    [InlineData("/{a:min(x)}", "needs numbers", 4, 6)]
    [InlineData("/{a:range(1)}", "needs numbers", 4, 8)]
    [InlineData("/{a:range(5,1)}", "no text can match", 4, 10)]
    [InlineData("/{a:int:alpha}", "no text can match", 8, 5)]
    [InlineData("/{a:length(5,1)}", "no text can match", 4, 11)]
    [InlineData("/{a:min(5):max(3)}", "no text can match", 11, 6)]
    [InlineData("/{a:regex()}", "needs a regular expression", 4, 7)]
    [InlineData("/{a:regex([)}", "does not close the constraint 'regex'", 4, 9)]
    [InlineData("/{a:regex(a**)}", "does not parse", 4, 10)]
    [InlineData("/{**a}/b", "after the catch-all 'a'", 7, 1)]
    [InlineData("/{**a:int}", "more than a name", 1, 9)]
    [InlineData("/{***a}", "more than a name", 1, 6)]
    [InlineData("/{a?}/b", "not optional", 6, 1)]
    [InlineData("/{a}/{A}", "names the parameter 'A' twice", 5, 3)]
    [InlineData("/a?b", "which no path contains", 2, 1)]
    [InlineData("/a b", "a space", 2, 1)]
    public void Pattern_ThatIsBad_IsRefusedWithItsPlace(string text, string message, int start, int length)
    {
        Assert.False(RoutePattern.TryParse(text, out var pattern, out var error));
        Assert.Null(pattern);
        Assert.Contains(message, error!.Message, StringComparison.Ordinal);
        Assert.Equal((start, length), (error.Start, error.Length));
    }

    [Fact]
    public void Pattern_DeeperThanTheLimit_IsRefused()
    {
        Assert.True(RoutePattern.TryParse(string.Concat(Enumerable.Repeat("/a", RoutePattern.MaxSegments)), out _, out _));
        Assert.False(RoutePattern.TryParse(string.Concat(Enumerable.Repeat("/a", RoutePattern.MaxSegments + 1)), out _, out _));
    }

    [Fact]
    public void Pattern_OfAnyCharacters_IsUnderstoodOrRefusedAndNothingElse()
    {
        const string Alphabet = "/{}:?=*()[]\\,aregexintmin1 %.";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = "/" + string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var isGood = RoutePattern.TryParse(text, out var pattern, out var error);
            Assert.Equal(isGood, pattern is not null);
            Assert.Equal(isGood, error is null);
            Assert.True(error is null || (error.Start >= 0 && error.Start + error.Length <= text.Length), text);
        }
    }
}
