//! Identifiers with a form and a check: countries, ROR ids, ORCID iDs.

use crate::base::error::Reason;

/// ISO 3166-1 alpha-2, as assigned; and XK, which its users have agreed on for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
    FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ \
    IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
    MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS \
    PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country as ISO 3166-1 alpha-2, in capitals.
///
/// # Errors
/// There is no such country.
pub fn country(typed: &str) -> Result<String, Reason> {
    let code = typed.trim().to_ascii_uppercase();
    let known = code.len() == 2 && COUNTRIES.split(' ').any(|country| country == code);
    if known {
        Ok(code)
    } else {
        Err(Reason::new("reason-country"))
    }
}

/// A ROR id: `0`, six characters of Crockford's base 32, two check digits (ISO/IEC 7064 MOD 97-10). An address
/// `https://ror.org/…` is read too.
///
/// # Errors
/// It is none, or mistyped.
pub fn ror(typed: &str) -> Result<String, Reason> {
    const DIGITS: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let id = bare(typed, "ror.org/").to_ascii_lowercase();
    let checked = || {
        let (body, check) = id.split_at_checked(7)?;
        let number = body.bytes().try_fold(0_u64, |number, letter| {
            let digit = DIGITS.iter().position(|digit| *digit == letter)?;
            Some(number * 32 + digit as u64)
        })?;
        let right = format!("{:02}", 98 - number * 100 % 97);
        (body.starts_with('0') && check == right).then_some(())
    };
    checked().ok_or(Reason::new("reason-ror"))?;
    Ok(id)
}

/// An ORCID iD: sixteen digits in groups of four, the last a check (ISO/IEC 7064 MOD 11-2; `X` stands for 10). An
/// address `https://orcid.org/…` and digits without hyphens are read too.
///
/// # Errors
/// It is none, or mistyped.
pub fn orcid(typed: &str) -> Result<String, Reason> {
    let wrong = || Reason::new("reason-orcid");
    let digits: String = bare(typed, "orcid.org/")
        .chars()
        .filter(|c| *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let (body, check) = digits.split_at_checked(15).ok_or_else(wrong)?;
    let sum = body
        .chars()
        .try_fold(0, |sum, c| c.to_digit(10).map(|digit| (sum + digit) * 2))
        .ok_or_else(wrong)?;
    let right = match (12 - sum % 11) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    };
    if check != right {
        return Err(wrong());
    }
    let groups = [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]];
    Ok(groups.join("-"))
}

/// What stands behind `host` where a whole address was typed.
fn bare<'a>(typed: &'a str, host: &str) -> &'a str {
    let typed = typed.trim();
    typed
        .split_once(host)
        .filter(|(scheme, _)| matches!(*scheme, "" | "https://" | "http://"))
        .map_or(typed, |(_, id)| id)
        .trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_those_of_the_standard() {
        assert_eq!(country(" kr ").as_deref(), Ok("KR"));
        assert_eq!(COUNTRIES.split(' ').count(), 250);
        for wrong in ["", "K", "KOR", "UK", "XX", "K R", "한국"] {
            assert!(country(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_ror_id_carries_its_check() {
        for right in [
            "05apxxy63",
            "047dqcg40",
            "https://ror.org/04xysgw12",
            "0161XGX34",
        ] {
            assert!(ror(right).is_ok(), "{right}");
        }
        assert_eq!(
            ror("https://ror.org/05apxxy63/").as_deref(),
            Ok("05apxxy63")
        );
        for wrong in [
            "",
            "05apxxy64",
            "05apxyx63",
            "15apxxy63",
            "05apxxy6",
            "05apxx한63",
            "0uuuuuu12",
        ] {
            assert!(ror(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_orcid_carries_its_check() {
        assert_eq!(
            orcid("0000-0002-1825-0097").as_deref(),
            Ok("0000-0002-1825-0097")
        );
        assert_eq!(
            orcid("https://orcid.org/0000-0002-1694-233x").as_deref(),
            Ok("0000-0002-1694-233X")
        );
        assert_eq!(
            orcid("0000000218250097").as_deref(),
            Ok("0000-0002-1825-0097")
        );
        for wrong in [
            "",
            "0000-0002-1825-0098",
            "0000-0002-1825-009",
            "0000-0002-1825-00977",
            "000X-0002-1825-0097",
            "가나다라마",
        ] {
            assert!(orcid(wrong).is_err(), "{wrong}");
        }
    }
}
