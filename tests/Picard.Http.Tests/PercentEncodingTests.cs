using System.Text;

namespace Picard.Http.Tests;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("%41%62%C3%bc", "Abü")]
    [InlineData("%2541", "%41")]
    [InlineData("a+b", "a b")]
    public void Text_ThatIsWellFormed_IsDecodedOnce(string text, string decoded)
    {
        var buffer = new byte[text.Length];
        Assert.True(PercentEncoding.TryDecode(Encoding.ASCII.GetBytes(text), (byte)' ', buffer, out var written));
        Assert.Equal(decoded, Encoding.UTF8.GetString(buffer, 0, written));
        Assert.True(PercentEncoding.DecodesTo(Encoding.ASCII.GetBytes(text), Encoding.UTF8.GetBytes(decoded)));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("%4g")]
    [InlineData("a%")]
    public void Percent_WithoutTwoHexDigits_IsRefused(string text)
    {
        Assert.False(PercentEncoding.TryDecode(Encoding.ASCII.GetBytes(text), (byte)' ', new byte[text.Length], out _));
        Assert.False(PercentEncoding.DecodesTo(Encoding.ASCII.GetBytes(text), "a"u8));
    }

    [Theory]
    [InlineData("ab", "a")]
    [InlineData("a", "ab")]
    [InlineData("%61", "b")]
    public void Text_ThatDecodesToAnother_IsNotIt(string text, string plain) =>
        Assert.False(PercentEncoding.DecodesTo(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(plain)));
}
